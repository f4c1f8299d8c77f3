package io.gossipdiscovery.catalog;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;

/**
 * An instance as the catalog lists it. Immutable.
 *
 * @param node who offers it
 * @param life how callers should see that node: ALIVE, or SUSPECT where it is doubted or unsteady
 * @param instance what its owner says of it
 */
public record Listing(NodeId node, Status life, Instance instance) {
    /** Whether it is ready by its own word, nobody doubts that it lives, and it is steady. */
    public boolean isTrusted() {
        return isUp() && life == Status.ALIVE;
    }

    /** Whether it is ready by its own word. */
    public boolean isUp() {
        return instance.status() == ServiceStatus.UP;
    }
}
