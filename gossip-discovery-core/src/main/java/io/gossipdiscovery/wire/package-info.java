/** What travels: rumors, messages, bytes. Imports the JDK and {@code model} only. */
@NullMarked
package io.gossipdiscovery.wire;

import org.jspecify.annotations.NullMarked;
