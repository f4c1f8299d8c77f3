/** What travels: rumors, messages, bytes. Imports the JDK and {@code model} only. */
package io.gossipdiscovery.wire;
