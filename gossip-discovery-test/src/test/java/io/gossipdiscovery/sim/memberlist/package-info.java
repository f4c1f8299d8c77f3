/**
 * A reference model of HashiCorp's memberlist, written from its documentation and from
 * measurements: what our machine is held against. It runs in the simulator like our own.
 */
@NullMarked
package io.gossipdiscovery.sim.memberlist;

import org.jspecify.annotations.NullMarked;
