package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

import java.util.List;

/**
 * Says that discovery is ready in an application that announces nothing of itself. Others wait for
 * that event: without it, health would stay unknown and gateways without routes.
 */
public final class ClientAnnouncement implements SmartLifecycle {
    private static final List<String> SWITCHES =
            List.of(
                    GossipDiscoveryProperties.PREFIX + ".registration.enabled",
                    "spring.cloud.service-registry.enabled",
                    "spring.cloud.service-registry.auto-registration.enabled");

    private static final Logger log = LoggerFactory.getLogger(ClientAnnouncement.class);

    private final ApplicationEventPublisher events;
    private final GossipDiscoveryProperties properties;
    private final Environment environment;
    private volatile boolean running;

    public ClientAnnouncement(
            ApplicationEventPublisher events,
            GossipDiscoveryProperties properties,
            Environment environment) {
        this.events = events;
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public void start() {
        running = true;
        log.info("Nothing is announced: {}", reason());
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

    private String reason() {
        if (properties.observer()) {
            return "this application is an observer";
        }
        return SWITCHES.stream()
                .filter(name -> !environment.getProperty(name, Boolean.class, true))
                .findFirst()
                .map(name -> name + " is false")
                .orElse("this application has no web server, or leaves it to another registry");
    }
}
