package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.ClientAnnouncement;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Says that discovery is ready where nothing is announced of the application itself. */
@AutoConfiguration(after = GossipAutoServiceRegistrationAutoConfiguration.class)
@ConditionalOnClass(InstanceRegisteredEvent.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
public final class GossipClientAnnouncementAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean({ClientAnnouncement.class, GossipAutoServiceRegistration.class})
    ClientAnnouncement gossipClientAnnouncement(
            ApplicationEventPublisher events,
            GossipDiscoveryProperties properties,
            Environment environment) {
        return new ClientAnnouncement(events, properties, environment);
    }
}
