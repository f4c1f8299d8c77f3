package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.spring.Berth;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.cloud.ApplicationInstance;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;
import io.gossipdiscovery.spring.cloud.GossipRegistration;
import io.gossipdiscovery.spring.cloud.GossipServiceRegistry;
import io.gossipdiscovery.spring.cloud.RegistrationCustomizer;
import io.gossipdiscovery.spring.cloud.ServerPort;
import io.gossipdiscovery.spring.observe.GroupHealth;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.info.BuildProperties;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;

import java.util.Objects;

/** Announces the application. It stands back where the application is announced by another. */
@AutoConfiguration(
        after = {
            GossipServiceRegistryAutoConfiguration.class,
            GossipWebPortsAutoConfiguration.class
        },
        before = {
            ServiceRegistryAutoConfiguration.class,
            AutoServiceRegistrationAutoConfiguration.class
        })
@ConditionalOnClass(AutoServiceRegistration.class)
@ConditionalOnBean(GossipServiceRegistry.class)
@Conditional(OnAnnouncedCondition.class)
@ConditionalOnGossipRegistrationEnabled
public final class GossipAutoServiceRegistrationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ApplicationInstance gossipApplicationInstance(
            GossipDiscoveryProperties properties,
            GossipConfig config,
            Berth berth,
            Environment environment,
            ObjectProvider<RegistrationCustomizer> customizers,
            ObjectProvider<BuildProperties> build) {
        return new ApplicationInstance(
                properties,
                config,
                berth,
                environment,
                customizers.orderedStream().toList(),
                build.stream()
                        .map(known -> Objects.requireNonNullElse(known.getVersion(), ""))
                        .findFirst()
                        .orElse(""));
    }

    @Bean
    @Fallback
    @ConditionalOnMissingBean
    GossipRegistration gossipRegistration(ApplicationInstance application) {
        return GossipRegistration.of(application);
    }

    @Bean
    @Fallback
    @ConditionalOnMissingBean
    GossipAutoServiceRegistration gossipAutoServiceRegistration(
            ApplicationContext context,
            GossipDiscoveryProperties properties,
            GossipServiceRegistry registry,
            GossipRegistration registration,
            ApplicationInstance application,
            ObjectProvider<ServerPort> port,
            ListableBeanFactory beans) {
        return new GossipAutoServiceRegistration(
                context,
                properties,
                registry,
                registration,
                application,
                port.getIfAvailable(() -> () -> 0),
                beans.getBeanNamesForType(GroupHealth.class, true, false).length > 0);
    }
}
