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
import org.springframework.context.annotation.Fallback;

/** Where the web servers of this application listen. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass(WebServerInitializedEvent.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnWebApplication
@ConditionalOnGossipRegistrationEnabled
public final class GossipWebPortsAutoConfiguration {

    /** Steps back where the application tells its port by a {@code ServerPort} of its own. */
    @Bean
    @Fallback
    @ConditionalOnMissingBean
    WebPorts gossipWebPorts(ApplicationContext context) {
        return new WebPorts(context);
    }
}
