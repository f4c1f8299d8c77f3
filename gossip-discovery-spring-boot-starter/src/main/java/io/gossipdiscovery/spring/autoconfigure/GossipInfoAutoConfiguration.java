package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.observe.GossipInfoContributor;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Who the node is, in the actuator's endpoint {@code info}. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
@ConditionalOnEnabledInfoContributor("gossip")
public final class GossipInfoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GossipInfoContributor gossipInfoContributor(GossipNode node) {
        return new GossipInfoContributor(node);
    }
}
