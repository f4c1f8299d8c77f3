package io.gossipdiscovery.network;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Somebody who knows nothing of gossip: serves HTTP at a node's port, and for each line of input
 * talks HTTP and nonsense to all nodes, then answers with a line.
 */
final class Stranger {
    private static final int DATAGRAMS = 200;
    private static final int LONGEST_BYTES = 1400;
    private static final int ANSWER_MILLIS = 200;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: there\r\n\r\n";

    private final InetAddress self;
    private final Random random;

    private Stranger(InetAddress self, Random random) {
        this.self = self;
        this.random = random;
    }

    /** Takes its own number, how many nodes there are, and a seed. */
    public static void main(String[] words) throws IOException {
        InetAddress self = InetAddress.getByName(Places.host(Integer.parseInt(words[0])));
        HttpServer server = HttpServer.create(new InetSocketAddress(self, Places.PORT), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
        System.out.println("serves");
        Stranger stranger = new Stranger(self, new Random(Long.parseLong(words[2])));
        while (System.in.read() == '\n') {
            for (int node = 1; node <= Integer.parseInt(words[1]); node++) {
                stranger.talk(InetAddress.getByName(Places.host(node)));
            }
            System.out.println("talked");
        }
        server.stop(0);
    }

    private void talk(InetAddress node) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, self)) {
            for (int i = 0; i < DATAGRAMS; i++) {
                byte[] bytes = nonsense();
                socket.send(new DatagramPacket(bytes, bytes.length, node, Places.PORT));
            }
        }
        stream(node, REQUEST.getBytes(StandardCharsets.US_ASCII));
        stream(node, nonsense());
        stream(node, new byte[0]);
    }

    private byte[] nonsense() {
        byte[] bytes = new byte[random.nextInt(LONGEST_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void stream(InetAddress node, byte[] bytes) {
        try (Socket socket = new Socket(node, Places.PORT, self, 0)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            InputStream in = socket.getInputStream();
            in.readNBytes(LONGEST_BYTES);
        } catch (IOException e) {
            // Nobody has to listen to this.
        }
    }
}
