package io.gossipdiscovery.node;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A name server on loopback that answers every question with the same records SRV (RFC 1035). */
final class NameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int SRV = 33;
    private static final int IN = 1;
    private static final int NO_SUCH_NAME = 3;

    /** One record. */
    record Srv(int port, String target) {}

    private final DatagramSocket socket;
    private volatile List<Srv> records = List.of();

    NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** What it answers from now on; without records, that there is no such name. */
    void answers(Srv... now) {
        records = List.of(now);
    }

    /** As the JDK's provider wants it. */
    String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        List<Srv> now = records;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2); // its id
        out.writeShort(0x8580 | (now.isEmpty() ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(now.size());
        out.writeInt(0);
        out.write(query, HEADER_BYTES, questionEnd(query) - HEADER_BYTES);
        for (Srv record : now) {
            byte[] target = name(record.target());
            out.writeShort(0xc000 | HEADER_BYTES); // the name that was asked for
            out.writeShort(SRV);
            out.writeShort(IN);
            out.writeInt(0);
            out.writeShort(6 + target.length);
            out.writeInt(0); // priority and weight
            out.writeShort(record.port());
            out.write(target);
        }
        return bytes.toByteArray();
    }

    private static int questionEnd(byte[] query) {
        int at = HEADER_BYTES;
        while (query[at] != 0) {
            at += query[at] + 1;
        }
        return at + 5;
    }

    private static byte[] name(String dotted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String label : dotted.isEmpty() ? new String[0] : dotted.split("\\.")) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        return bytes.toByteArray();
    }
}
