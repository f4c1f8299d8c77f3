/**
 * What applications see: services by name, as immutable snapshots. Imports the JDK, {@code swim}
 * and what is below it.
 */
@NullMarked
package io.gossipdiscovery.catalog;

import org.jspecify.annotations.NullMarked;
