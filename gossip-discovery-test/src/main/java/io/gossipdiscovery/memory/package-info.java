/**
 * Real nodes in real time without sockets: {@code MemoryNetwork} carries their packets, {@code
 * GossipTestCluster} starts them, kills them and cuts the network between them.
 */
@NullMarked
package io.gossipdiscovery.memory;

import org.jspecify.annotations.NullMarked;
