/**
 * The machine: SWIM and Lifeguard, pure and single-threaded. Time and randomness come in as
 * arguments; bytes and facts leave through {@link io.gossipdiscovery.swim.Outbox} and {@link
 * io.gossipdiscovery.swim.Observer}. No clock, no thread, no lock, no logging, no iteration in hash
 * order.
 */
@NullMarked
package io.gossipdiscovery.swim;

import org.jspecify.annotations.NullMarked;
