package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Instance;

/** Whom this application avoids, by its own experience, although others call it. Thread-safe. */
@FunctionalInterface
public interface Avoidance {
    /** Whether that instance is avoided now. */
    boolean isAvoided(Instance instance);
}
