/**
 * The simulator: whole clusters of real machines in one thread, in virtual time, from one seed.
 * What takes minutes on a network takes milliseconds here, and what went wrong once can be played
 * again.
 *
 * <p>Start at {@link io.gossipdiscovery.sim.SimCluster#of}. Nothing here reads a clock, starts a
 * thread or iterates in hash order; the one exception is {@link io.gossipdiscovery.sim.Seeds},
 * which draws fresh seeds from a clock and prints them.
 */
@NullMarked
package io.gossipdiscovery.sim;

import org.jspecify.annotations.NullMarked;
