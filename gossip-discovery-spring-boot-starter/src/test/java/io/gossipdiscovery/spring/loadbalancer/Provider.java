package io.gossipdiscovery.spring.loadbalancer;

import com.sun.net.httpserver.HttpServer;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.ConfigMapping;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.Settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that answers with its instance's id, and the gossip node that offers it. */
final class Provider implements AutoCloseable {
    final Instance instance;
    final GossipNode node;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Provider(String service, String id, String cluster, String seeds) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/",
                exchange -> {
                    int status = exchange.getRequestURI().getPath().endsWith("/error") ? 503 : 200;
                    byte[] answer = id.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.setExecutor(threads);
        server.start();
        instance =
                Instance.of(service, id, "127.0.0.1", server.getAddress().getPort())
                        .withMetadata(Map.of("API_VERSION", "1.0"));
        node =
                new GossipNode(
                        ConfigMapping.toConfig(
                                Settings.of("bind.port=0", "seeds=" + seeds, "cluster=" + cluster)),
                        Duration.ofSeconds(1),
                        List.of());
        node.start();
        node.discovery().register(instance);
    }

    /** The web server ends; its node does not notice. */
    void stopServing() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Both end, without a word to anybody. */
    void kill() {
        stopServing();
        node.close();
    }

    @Override
    public void close() {
        kill();
    }
}
