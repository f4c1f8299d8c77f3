package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.WebPorts;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Where the web servers of this application listen. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass(WebServerInitializedEvent.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnWebApplication
@ConditionalOnGossipRegistrationEnabled
public final class GossipWebPortsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    WebPorts gossipWebPorts(ApplicationContext context) {
        return new WebPorts(context);
    }
}
