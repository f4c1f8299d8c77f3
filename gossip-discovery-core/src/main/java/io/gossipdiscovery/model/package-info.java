/** The words: who, where, what, in which state. Imports the JDK only. */
@NullMarked
package io.gossipdiscovery.model;

import org.jspecify.annotations.NullMarked;
