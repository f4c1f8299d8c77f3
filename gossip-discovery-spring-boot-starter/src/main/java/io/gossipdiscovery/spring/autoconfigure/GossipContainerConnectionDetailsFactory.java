package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

import java.util.List;

/**
 * A seed in a container of Testcontainers that is marked with {@code @ServiceConnection(name =
 * "gossip")}: at its usual port where that is exposed, else at the only one that is.
 */
final class GossipContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, GossipConnectionDetails> {
    static final String NAME = "gossip";

    GossipContainerConnectionDetailsFactory() {
        super(NAME);
    }

    @Override
    protected GossipConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<Container<?>> source) {
        return new Seed(source);
    }

    private static final class Seed extends ContainerConnectionDetails<Container<?>>
            implements GossipConnectionDetails {
        Seed(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public List<String> seeds() {
            Container<?> container = getContainer();
            int port = port(container.getExposedPorts());
            return List.of(container.getHost() + ":" + container.getMappedPort(port));
        }

        private static int port(List<Integer> exposed) {
            if (exposed.contains(ConfigMapping.FIRST_PORT)) {
                return ConfigMapping.FIRST_PORT;
            }
            if (exposed.size() == 1) {
                return exposed.get(0);
            }
            throw new InvalidGossipPropertyException(
                    "@ServiceConnection(name = \"" + NAME + "\")",
                    "stands at a container that exposes the ports " + exposed,
                    "Expose the port at which its node listens: "
                            + ConfigMapping.FIRST_PORT
                            + ", or one other alone.");
        }
    }
}
