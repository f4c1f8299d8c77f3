/** Numbers with names, units, ranges and presets. Imports the JDK and {@code model} only. */
package io.gossipdiscovery.config;
