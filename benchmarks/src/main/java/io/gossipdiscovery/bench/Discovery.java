package io.gossipdiscovery.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tells applications where the others are: a client in each, and the server it may need. */
final class Discovery implements AutoCloseable {
    static final String GOSSIP = "gossip";
    static final String EUREKA = "eureka";
    static final String ZOOKEEPER = "zookeeper";
    static final List<String> KINDS = List.of(GOSSIP, EUREKA, ZOOKEEPER);

    private static final String SERVER = "-server";

    private final String kind;
    private final Optional<AppProcess> server;
    private final List<String> properties;

    private Discovery(String kind, Optional<AppProcess> server, List<String> properties) {
        this.kind = kind;
        this.server = server;
        this.properties = properties;
    }

    /** One of {@link #KINDS}, with its defaults: no property but what it does not work without. */
    static Discovery of(String kind) {
        return switch (kind) {
            case GOSSIP ->
                    new Discovery(
                            kind,
                            Optional.empty(),
                            List.of("gossip.discovery.cluster=bench-" + UUID.randomUUID()));
            case EUREKA -> eureka();
            case ZOOKEEPER -> zooKeeper();
            default -> throw new IllegalArgumentException(kind + " is none of " + KINDS);
        };
    }

    private static Discovery eureka() {
        AppProcess server =
                AppProcess.start(
                        EUREKA + SERVER,
                        List.of(
                                "eureka.client.register-with-eureka=false",
                                "eureka.client.fetch-registry=false",
                                // Where its only peer is said to be, which so is itself.
                                "eureka.instance.hostname=localhost"));
        return new Discovery(
                EUREKA,
                Optional.of(server),
                List.of(
                        "eureka.client.service-url.defaultZone=http://127.0.0.1:"
                                + server.name()
                                + "/eureka/",
                        // The default contains server.port, which is 0 for all of them.
                        "eureka.instance.instance-id=${spring.application.name}:${random.uuid}"));
    }

    private static Discovery zooKeeper() {
        AppProcess server = AppProcess.start(ZOOKEEPER + SERVER, List.of());
        return new Discovery(
                ZOOKEEPER,
                Optional.of(server),
                List.of("spring.cloud.zookeeper.connect-string=127.0.0.1:" + server.name()));
    }

    /** Starts an application; does not wait for it. */
    AppProcess start(String name, List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.add("spring.application.name=" + name);
        all.addAll(properties);
        return AppProcess.start(kind, all);
    }

    @Override
    public void close() {
        server.ifPresent(AppProcess::end);
    }
}
