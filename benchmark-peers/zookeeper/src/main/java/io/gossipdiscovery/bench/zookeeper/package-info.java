/** The server that ZooKeeper's clients need. */
@NullMarked
package io.gossipdiscovery.bench.zookeeper;

import org.jspecify.annotations.NullMarked;
