/**
 * Benchmarks of whole clusters of real processes, and of the hot paths alone. They measure and
 * assert nothing.
 */
@NullMarked
package io.gossipdiscovery.bench;

import org.jspecify.annotations.NullMarked;
