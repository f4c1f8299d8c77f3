package io.gossipdiscovery.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Real applications on loopback, in a cluster of their own, on ports of the system's choice. The
 * first is the seed of those that follow. Whatever still runs at the end is closed.
 */
public final class Applications implements AutoCloseable {
    private final String cluster = "test-" + UUID.randomUUID();
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();
    private String seed = "";

    /** Starts a web application of that name, with more properties as {@code name=value}. */
    public ConfigurableApplicationContext start(String name, String... properties) {
        return start(name, new Class<?>[] {WebApplication.class}, properties);
    }

    /** The same, from classes of the test's own. */
    public ConfigurableApplicationContext start(
            String name, Class<?>[] sources, String... properties) {
        CommandLine arguments = new CommandLine("spring.application.name=" + name);
        arguments.and(defaults()).and(properties);
        SpringApplication application = new SpringApplication(sources);
        application.setRegisterShutdownHook(false);
        ConfigurableApplicationContext context = application.run(arguments.toArray());
        running.push(context);
        context.getBeanProvider(GossipNode.class)
                .ifAvailable(
                        node ->
                                seed =
                                        seed.isEmpty()
                                                ? node.discovery().self().address().toString()
                                                : seed);
        return context;
    }

    /** What keeps tests apart from each other and from whatever else runs on this machine. */
    public String[] defaults() {
        return new String[] {
            "server.port=0",
            "gossip.discovery.bind.port=0",
            "gossip.discovery.cluster=" + cluster,
            "gossip.discovery.seeds=" + seed,
            "gossip.discovery.shutdown.drain=50ms",
            "eureka.client.enabled=false",
            "spring.docker.compose.enabled=false",
            "spring.main.banner-mode=off",
            "logging.level.root=warn"
        };
    }

    @Override
    public void close() {
        running.forEach(ConfigurableApplicationContext::close);
    }

    /** The port of an application's web server. */
    public static int port(ConfigurableApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Answers with its own port, and calls others by name. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class WebApplication {
        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        PortController portController(Environment environment) {
            return new PortController(environment);
        }
    }

    /** Answers with the port that was called. */
    @RestController
    public static class PortController {
        private final Environment environment;

        PortController(Environment environment) {
            this.environment = environment;
        }

        @GetMapping("/port")
        String port() {
            return environment.getRequiredProperty("local.server.port");
        }
    }
}
