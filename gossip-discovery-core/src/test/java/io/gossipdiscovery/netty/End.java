package io.gossipdiscovery.netty;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A pair of lanes with everything that came in written down. */
final class End implements Receiver {
    /** Something that came in. */
    record Arrival(Lane lane, Address from, ByteBuffer packet) {}

    final Transport transport;
    final Counters counters = new Counters();
    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    final List<Rejection> rejections = new CopyOnWriteArrayList<>();
    final List<Address> delivered = new CopyOnWriteArrayList<>();
    final List<Address> refused = new CopyOnWriteArrayList<>();
    final List<Address> broken = new CopyOnWriteArrayList<>();
    final Map<Long, Dial> dialed = new ConcurrentHashMap<>();
    final Lanes lanes;
    final Address address;

    End(Transport transport, String host, int port, StreamLimits limits) throws IOException {
        this.transport = transport;
        InetAddress ip = InetAddress.getByName(host);
        lanes = SocketLanes.bind(transport, ip, port, limits, counters);
        address = Address.of(ip, lanes.port());
        transport.loop().execute(() -> lanes.open(this));
    }

    void send(Lane lane, Address to, byte[] packet) {
        transport
                .loop()
                .execute(
                        () -> {
                            if (lane == Lane.DATAGRAM) {
                                lanes.datagram(to, ByteBuffer.wrap(packet));
                                lanes.flush();
                            } else {
                                lanes.stream(to, ByteBuffer.wrap(packet));
                            }
                        });
    }

    long count(String name) {
        return counters.snapshot().get(name);
    }

    void openLifeline(Address to, byte[] packet) {
        transport.loop().execute(() -> lanes.openLifeline(to, ByteBuffer.wrap(packet)));
    }

    void closeLifeline(Address to) {
        transport.loop().execute(() -> lanes.closeLifeline(to));
    }

    @Override
    public void delivered(Address to) {
        delivered.add(to);
    }

    @Override
    public void refused(Address to) {
        refused.add(to);
    }

    @Override
    public void broken(Address to) {
        broken.add(to);
    }

    @Override
    public void dialed(long number, Dial outcome) {
        dialed.put(number, outcome);
    }

    @Override
    public void packet(Lane lane, Address from, ByteBuffer packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        arrivals.add(new Arrival(lane, from, copy));
    }

    @Override
    public void rejected(Address from, Rejection reason) {
        rejections.add(reason);
    }
}
