package io.gossipdiscovery.integration;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the port that was called. */
@RestController
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShopApplication {
    @Autowired private Environment environment;

    @GetMapping("/port")
    String port() {
        return environment.getRequiredProperty("local.server.port");
    }
}
