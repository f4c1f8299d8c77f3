package io.gossipdiscovery.memory;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.netty.Counters;
import io.gossipdiscovery.netty.Counters.Count;
import io.gossipdiscovery.netty.Lanes;
import io.gossipdiscovery.netty.Receiver;
import io.gossipdiscovery.swim.Lane;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One node's end of a {@link MemoryNetwork}: hands copies to the other end's loop. Whatever comes
 * back to the machine comes in a later turn of its own loop, as with sockets.
 */
final class MemoryLanes implements Lanes {
    private final MemoryNetwork network;
    private final Address address;
    private final Executor loop;
    private final Counters counters;
    private final List<Consumer<Receiver>> early = new ArrayList<>(); // loop only, as what follows
    private @Nullable Receiver receiver;
    private long arrivals;

    /** Who holds a lifeline to this node; null once it is closed. Guarded by the lanes' lock. */
    private @Nullable Set<MemoryLanes> holders = new HashSet<>();

    MemoryLanes(MemoryNetwork network, Address address, Executor loop, Counters counters) {
        this.network = network;
        this.address = address;
        this.loop = loop;
        this.counters = counters;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    public void open(Receiver receiver) {
        this.receiver = receiver;
        early.forEach(this::arrive); // not now: the machine is at work
        early.clear();
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        int bytes = packet.remaining();
        counters.add(Count.DATAGRAMS_SENT, 1);
        counters.add(Count.DATAGRAM_BYTES_SENT, bytes);
        reachable(to).ifPresent(other -> other.deliver(Lane.DATAGRAM, address, copy(packet)));
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        if (!network.isOpen(address, to)) {
            counters.add(Count.STREAMS_FAILED, 1);
            return;
        }
        Optional<MemoryLanes> other = network.at(to);
        if (other.isPresent()) {
            counters.add(Count.STREAMS_SENT, 1);
            counters.add(Count.STREAM_BYTES_SENT, packet.remaining());
            other.get().deliver(Lane.STREAM, address, copy(packet));
            arrive(machine -> machine.delivered(to));
        } else {
            counters.add(Count.STREAMS_FAILED, 1);
            arrive(machine -> machine.refused(to));
        }
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {
        Optional<MemoryLanes> other = reachable(to).filter(held -> held.isHeldBy(this));
        if (other.isPresent()) {
            counters.add(Count.LIFELINES_OPENED, 1);
            other.get().deliver(Lane.STREAM, address, copy(packet));
        } else {
            arrive(machine -> machine.broken(to));
        }
    }

    @Override
    public void closeLifeline(Address to) {
        network.at(to).ifPresent(held -> held.letGo(this));
    }

    /** There are nodes in this network, and nothing else: of an instance nobody can tell. */
    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {
        counters.add(Count.DIALS, 1);
        Dial outcome = network.dial(address, host, port);
        arrive(machine -> machine.dialed(number, outcome));
    }

    @Override
    public void flush() {} // nothing waits

    @Override
    public void whenSent(Runnable action) {
        later(action);
    }

    @Override
    public long arrivals() {
        return arrivals;
    }

    @Override
    public void close() {
        network.unbind(address);
        Set<MemoryLanes> told;
        synchronized (this) {
            told = holders;
            holders = null;
        }
        if (told == null) {
            return;
        }
        told.stream()
                .filter(holder -> network.isOpen(address, holder.address))
                .forEach(MemoryLanes.this::tellBroken);
    }

    private void tellBroken(MemoryLanes holder) {
        holder.later(
                () -> {
                    holder.counters.add(Count.LIFELINES_BROKEN, 1);
                    holder.take(machine -> machine.broken(address));
                });
    }

    private synchronized boolean isHeldBy(MemoryLanes holder) {
        if (holders != null) {
            holders.add(holder);
        }
        return holders != null;
    }

    private synchronized void letGo(MemoryLanes holder) {
        if (holders != null) {
            holders.remove(holder);
        }
    }

    private Optional<MemoryLanes> reachable(Address to) {
        return network.isOpen(address, to) ? network.at(to) : Optional.empty();
    }

    private void deliver(Lane lane, Address from, ByteBuffer packet) {
        boolean isDatagram = lane == Lane.DATAGRAM;
        int bytes = packet.remaining();
        later(
                () -> {
                    counters.add(isDatagram ? Count.DATAGRAMS_RECEIVED : Count.STREAMS_RECEIVED, 1);
                    counters.add(
                            isDatagram
                                    ? Count.DATAGRAM_BYTES_RECEIVED
                                    : Count.STREAM_BYTES_RECEIVED,
                            bytes);
                    take(machine -> machine.packet(lane, from, packet));
                });
    }

    private void arrive(Consumer<Receiver> arrival) {
        later(() -> take(arrival));
    }

    private void take(Consumer<Receiver> arrival) {
        arrivals++;
        if (receiver != null) {
            arrival.accept(receiver);
        } else {
            early.add(arrival);
        }
    }

    private void later(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            // that node is closed: what is on its way to it is lost
        }
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }
}
