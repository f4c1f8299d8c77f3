package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.cloud.WebPorts;
import io.gossipdiscovery.spring.observe.ManagementMetadata;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Metadata that says where the actuator is. */
@AutoConfiguration(after = GossipWebPortsAutoConfiguration.class)
@ConditionalOnClass({ManagementPortType.class, WebServerInitializedEvent.class})
@ConditionalOnBean(WebPorts.class)
@ConditionalOnGossipRegistrationEnabled
public final class GossipManagementMetadataAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ManagementMetadata gossipManagementMetadata(
            Environment environment,
            WebPorts ports,
            ObjectProvider<PathMappedEndpoints> endpoints) {
        return new ManagementMetadata(environment, ports, endpoints::getIfAvailable);
    }
}
