package io.gossipdiscovery.spring.loadbalancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes connections and breaks them. */
final class BreakingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Thread thread = new Thread(this::run, "breaking-server");

    BreakingServer() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // The next one, as long as we are open.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
