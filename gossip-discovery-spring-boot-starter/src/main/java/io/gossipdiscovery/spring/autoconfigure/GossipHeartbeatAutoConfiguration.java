package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.CatalogHeartbeat;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Events about changes of the catalog. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass(HeartbeatEvent.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
public final class GossipHeartbeatAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CatalogHeartbeat catalogHeartbeat(GossipNode node, ApplicationEventPublisher events) {
        return new CatalogHeartbeat(node, events);
    }
}
