/** Numbers with names, units, ranges and presets. Imports the JDK and {@code model} only. */
@NullMarked
package io.gossipdiscovery.config;

import org.jspecify.annotations.NullMarked;
