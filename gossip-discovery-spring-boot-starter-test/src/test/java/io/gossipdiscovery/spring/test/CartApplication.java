package io.gossipdiscovery.spring.test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** The application under test. It knows nothing of its being tested. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CartApplication {
    @Bean
    @LoadBalanced
    RestClient.Builder calls() {
        return RestClient.builder();
    }
}
