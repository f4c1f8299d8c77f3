/**
 * Benchmarks of whole clusters of real processes, and of the hot paths alone. They measure and
 * assert nothing.
 */
package io.gossipdiscovery.bench;
