/**
 * Clusters of real processes in a network namespace of their own, and the faults to put them
 * through. Used by the tests of this module and by the benchmarks; never published.
 */
@NullMarked
package io.gossipdiscovery.network;

import org.jspecify.annotations.NullMarked;
