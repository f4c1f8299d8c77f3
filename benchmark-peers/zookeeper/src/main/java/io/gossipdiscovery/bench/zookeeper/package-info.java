/** The server that ZooKeeper's clients need. */
package io.gossipdiscovery.bench.zookeeper;
