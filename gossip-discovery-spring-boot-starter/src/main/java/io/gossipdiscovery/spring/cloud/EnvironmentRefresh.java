package io.gossipdiscovery.spring.cloud;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Announces anew what the environment changed. Any name may be behind a placeholder, so that all
 * changes are looked at; what comes out the same as before is not sent.
 */
public final class EnvironmentRefresh implements ApplicationListener<EnvironmentChangeEvent> {
    private final GossipAutoServiceRegistration registration;

    public EnvironmentRefresh(GossipAutoServiceRegistration registration) {
        this.registration = registration;
    }

    @Override
    public void onApplicationEvent(EnvironmentChangeEvent event) {
        registration.refresh();
    }
}
