/** The words: who, where, what, in which state. Imports the JDK only. */
package io.gossipdiscovery.model;
