package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import java.util.Optional;

/** What operators say of this application's instances instead of the application. Thread-safe. */
@FunctionalInterface
public interface Overrides {
    /** An operator's word about an instance, if there is one. */
    Optional<ServiceStatus> of(Instance instance);
}
