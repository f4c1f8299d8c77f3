package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import java.util.List;

/**
 * Seeds of services that Boot started by Docker Compose: those with the label {@value #SEED}, at
 * the port of this machine under which theirs is published.
 */
final class GossipDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<GossipConnectionDetails> {
    /** Marks a service as a seed where it is {@code true}. */
    static final String SEED = "io.gossip-discovery.seed";

    /** The container's gossip port, where it is another than the usual one. */
    static final String PORT = "io.gossip-discovery.port";

    GossipDockerComposeConnectionDetailsFactory() {
        super(source -> "true".equalsIgnoreCase(label(source.getRunningService(), SEED, "")));
    }

    @Override
    protected GossipConnectionDetails getDockerComposeConnectionDetails(
            DockerComposeConnectionSource source) {
        RunningService service = source.getRunningService();
        String host = service.host();
        String bracketed =
                host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return new Seed(service, List.of(bracketed + ":" + published(service)));
    }

    private static int published(RunningService service) {
        int port = port(service);
        ConnectionPorts ports = service.ports();
        try {
            int published = ports.get(port);
            if (ports.getAll("udp").contains(published)
                    && ports.getAll("tcp").contains(published)) {
                return published;
            }
        } catch (IllegalStateException e) {
            // not published at all
        }
        throw new InvalidGossipPropertyException(
                "Label " + SEED,
                "of the Compose service '"
                        + service.name()
                        + "' makes it a seed, but its gossip port "
                        + port
                        + " is not published under one number for UDP and TCP",
                "Write ports: [\"%1$d:%1$d/udp\", \"%1$d:%1$d/tcp\"] in the service, or its port in the label %2$s."
                        .formatted(port, PORT));
    }

    private static int port(RunningService service) {
        String text = label(service, PORT, String.valueOf(ConfigMapping.FIRST_PORT));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidGossipPropertyException(
                    "Label " + PORT,
                    "of the Compose service '" + service.name() + "' is '" + text + "', no port",
                    "Write the port at which the node in the container listens, or remove the"
                            + " label where that is "
                            + ConfigMapping.FIRST_PORT
                            + ".");
        }
    }

    private static String label(RunningService service, String name, String otherwise) {
        return service.labels().getOrDefault(name, otherwise).trim();
    }

    private static final class Seed extends DockerComposeConnectionDetails
            implements GossipConnectionDetails {
        private final List<String> seeds;

        Seed(RunningService service, List<String> seeds) {
            super(service);
            this.seeds = seeds;
        }

        @Override
        public List<String> seeds() {
            return seeds;
        }
    }
}
