package io.gossipdiscovery.integration;

import io.gossipdiscovery.spring.GossipNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Applications of a cluster of their own, at ports of the system's choice. The first that gossips
 * is the seed of the others. What still runs at the end is closed.
 */
final class Running implements AutoCloseable {
    private static final List<String> DEFAULTS =
            List.of(
                    "server.port=0",
                    "gossip.discovery.bind.port=0",
                    "gossip.discovery.shutdown.drain=50ms",
                    "eureka.client.enabled=false",
                    "spring.cloud.gateway.server.webflux.enabled=false",
                    "spring.main.banner-mode=off",
                    "logging.level.root=warn");

    private final String cluster = "test-" + UUID.randomUUID();
    private final Deque<ConfigurableApplicationContext> contexts = new ArrayDeque<>();
    private String seed = "";

    /** Starts an application with a servlet container. */
    ConfigurableApplicationContext start(String name, Class<?> source, String... properties) {
        return start(WebApplicationType.SERVLET, name, source, properties);
    }

    /**
     * Starts an application with that kind of web server; properties as {@code name=value}, of
     * which the last of a name counts.
     */
    ConfigurableApplicationContext start(
            WebApplicationType type, String name, Class<?> source, String... properties) {
        List<String> all = new ArrayList<>(DEFAULTS);
        all.add("spring.application.name=" + name);
        all.add("gossip.discovery.cluster=" + cluster);
        all.add("gossip.discovery.seeds=" + seed);
        all.addAll(List.of(properties));
        Map<String, String> arguments = new LinkedHashMap<>();
        all.forEach(pair -> arguments.put(pair.substring(0, pair.indexOf('=')), "--" + pair));
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(source)
                        .web(type)
                        .registerShutdownHook(false)
                        .run(arguments.values().toArray(String[]::new));
        contexts.push(context);
        if (seed.isEmpty()) {
            context.getBeanProvider(GossipNode.class)
                    .ifAvailable(node -> seed = node.discovery().self().address().toString());
        }
        return context;
    }

    /** The application is there no more, and has told nobody. */
    static void kill(ConfigurableApplicationContext context) {
        ((WebServerApplicationContext) context).getWebServer().stop();
        context.getBean(GossipNode.class).close();
    }

    /** The port of an application's web server. */
    static String port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    @Override
    public void close() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }
}
