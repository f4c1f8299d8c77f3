package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;

import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Says that discovery is ready in an application that announces nothing of itself. Others wait for
 * that event: without it, health would stay unknown and gateways without routes.
 */
public final class ClientAnnouncement implements SmartLifecycle {
    private final ApplicationEventPublisher events;
    private final GossipDiscoveryProperties properties;
    private volatile boolean running;

    public ClientAnnouncement(
            ApplicationEventPublisher events, GossipDiscoveryProperties properties) {
        this.events = events;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        events.publishEvent(new InstanceRegisteredEvent<>(this, properties));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
