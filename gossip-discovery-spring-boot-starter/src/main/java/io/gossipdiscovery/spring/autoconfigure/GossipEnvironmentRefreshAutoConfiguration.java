package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.cloud.EnvironmentRefresh;
import io.gossipdiscovery.spring.cloud.GossipAutoServiceRegistration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.annotation.Bean;

/** Changes of the environment reach the announced metadata. */
@AutoConfiguration(after = GossipAutoServiceRegistrationAutoConfiguration.class)
@ConditionalOnClass(EnvironmentChangeEvent.class)
@ConditionalOnBean(GossipAutoServiceRegistration.class)
public final class GossipEnvironmentRefreshAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EnvironmentRefresh gossipEnvironmentRefresh(GossipAutoServiceRegistration registration) {
        return new EnvironmentRefresh(registration);
    }
}
