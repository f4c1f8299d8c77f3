package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.cloud.DiscoveryEvents;
import io.gossipdiscovery.spring.cloud.InstanceFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import java.util.concurrent.Executor;

/** Application events about members and services, on the executor that Boot makes for tasks. */
@AutoConfiguration(after = GossipDiscoveryAutoConfiguration.class)
@ConditionalOnClass(ServiceInstance.class)
@ConditionalOnBean(GossipNode.class)
@ConditionalOnGossipDiscoveryEnabled
public final class GossipEventsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DiscoveryEvents gossipDiscoveryEvents(
            GossipNode node,
            ApplicationContext context,
            GossipDiscoveryProperties properties,
            ObjectProvider<InstanceFilter> filters,
            @Qualifier(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME)
                    ObjectProvider<Executor> executor) {
        return new DiscoveryEvents(
                node,
                context,
                properties.loadBalancer().suspects(),
                filters.orderedStream().toList(),
                executor::getIfAvailable);
    }
}
