/**
 * What the application is told of the cluster, as Spring application events: plain values, received
 * with {@code @EventListener}. All are published after what they tell can be seen through the
 * discovery clients and the node, on the application's task executor and never on the gossip
 * thread.
 */
@NullMarked
package io.gossipdiscovery.spring.event;

import org.jspecify.annotations.NullMarked;
