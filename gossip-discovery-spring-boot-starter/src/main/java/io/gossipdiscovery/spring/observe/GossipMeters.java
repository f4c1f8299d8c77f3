package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.swim.Observer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Meters of what the node counts and knows anyway. All of one look at the registry read the same
 * {@link MeterReading}; only the time of a probe is recorded when it is answered, on the gossip
 * thread. No tag names a member: there are as many meters in a large cluster as in a small one.
 */
public final class GossipMeters implements MeterBinder, Observer {
    /** So long one reading serves: a look at all meters takes less. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String REJECTED = "rejected.";

    /** What stands in the node's counters besides rejections. */
    private static final List<Counted> COUNTED =
            List.of(
                    packets("datagrams.received", "datagram", "received"),
                    packets("datagrams.sent", "datagram", "sent"),
                    packets("streams.received", "stream", "received"),
                    packets("streams.sent", "stream", "sent"),
                    traffic("datagram.bytes.received", "datagram", "received"),
                    traffic("datagram.bytes.sent", "datagram", "sent"),
                    traffic("stream.bytes.received", "stream", "received"),
                    traffic("stream.bytes.sent", "stream", "sent"),
                    unsent("datagrams.dropped", "datagram", "full"),
                    unsent("datagrams.failed", "datagram", "failed"),
                    unsent("streams.dropped", "stream", "full"),
                    unsent("streams.failed", "stream", "failed"),
                    probes("probes.answered", "answered"),
                    probes("probes.failed", "failed"),
                    new Counted(
                            "probes.received",
                            "gossip.received.probes",
                            "probes",
                            "Probes of others that came in"),
                    new Counted(
                            "suspicions.raised",
                            "gossip.suspicions",
                            "suspicions",
                            "Members that came to be suspected, by this node or another"),
                    refutations("suspicions.refuted", "others"),
                    refutations("refutations", "self"),
                    new Counted(
                            "verdicts",
                            "gossip.verdicts",
                            "verdicts",
                            "Members that this node declared dead"),
                    new Counted(
                            "syncs",
                            "gossip.syncs",
                            "syncs",
                            "Exchanges of views that this node began"),
                    new Counted(
                            "dials",
                            "gossip.dials",
                            "dials",
                            "Connections to addresses that others tell, to see whether they are right"),
                    heldBack("rounds.held-back", "rounds"),
                    heldBack("offers.held-back", "offers"),
                    lifelines("lifelines.opened", "opened"),
                    lifelines("lifelines.broken", "broken"),
                    new Counted(
                            "failures",
                            "gossip.errors",
                            "errors",
                            "Errors inside the node, which should be none"));

    private final Supplier<GossipNode> node;
    private final List<Timer> roundTrips = new CopyOnWriteArrayList<>();
    private volatile MeterReading reading = MeterReading.NOTHING;

    /**
     * Meters of a node.
     *
     * @param node not asked before the first look at a meter
     */
    public GossipMeters(Supplier<GossipNode> node) {
        this.node = node;
    }

    /**
     * A meter of a counter.
     *
     * @param counter its name in the node
     */
    private record Counted(
            String counter,
            String meter,
            @Nullable String unit,
            String description,
            String... tags) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        roundTrips.add(
                Timer.builder("gossip.probe.round.trip")
                        .description("Time until a member answered this node's probe")
                        .register(registry));
        COUNTED.forEach(counted -> count(registry, counted));
        for (String counter : GossipDiscovery.counterNames()) {
            if (counter.startsWith(REJECTED)) {
                String reason = counter.substring(REJECTED.length());
                count(registry, rejected(counter, reason));
            }
        }
        for (Status status : Status.values()) {
            gauge(
                    registry,
                    "gossip.members",
                    "members",
                    "Members as this node believes them, itself included",
                    reading -> reading.members(status),
                    "state",
                    text(status));
        }
        for (ServiceStatus status : ServiceStatus.values()) {
            gauge(
                    registry,
                    "gossip.instances",
                    "instances",
                    "Instances in the catalog, by their own word",
                    reading -> reading.instances(status),
                    "status",
                    text(status));
        }
        gauge(
                registry,
                "gossip.services",
                "services",
                "Services in the catalog",
                MeterReading::services);
        gauge(
                registry,
                "gossip.local.health",
                null,
                "How ill this node finds itself; 0 is healthy",
                MeterReading::localHealth);
        gauge(
                registry,
                "gossip.isolated",
                null,
                "1 while nobody answers this node",
                reading -> reading.isIsolated() ? 1 : 0);
        gauge(
                registry,
                "gossip.unreached",
                null,
                "1 while others answer, but do not get to the address of this node",
                reading -> reading.isUnreached() ? 1 : 0);
        gauge(
                registry,
                "gossip.wrong.addresses",
                "addresses",
                "Addresses that this node tells, at which others could not connect",
                MeterReading::wrongAddresses);
    }

    @Override
    public void probeAnswered(NodeId target, long roundTripNanos) {
        for (Timer roundTrip : roundTrips) {
            roundTrip.record(roundTripNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void count(MeterRegistry registry, Counted counted) {
        String counter = counted.counter();
        FunctionCounter.builder(counted.meter(), this, meters -> meters.read().count(counter))
                .tags(counted.tags())
                .baseUnit(counted.unit())
                .description(counted.description())
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<MeterReading> value,
            String... tags) {
        Gauge.builder(name, this, meters -> value.applyAsDouble(meters.read()))
                .tags(Tags.of(tags))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private MeterReading read() {
        MeterReading last = reading;
        long now = System.nanoTime();
        if (last == MeterReading.NOTHING || now - last.atNanos() > FRESH_NANOS) {
            last = MeterReading.of(node.get(), last, now);
            reading = last;
        }
        return last;
    }

    private static Counted packets(String counter, String lane, String direction) {
        return new Counted(
                counter,
                "gossip.packets",
                "packets",
                "Packets of this node",
                "lane",
                lane,
                "direction",
                direction);
    }

    private static Counted traffic(String counter, String lane, String direction) {
        return new Counted(
                counter,
                "gossip.traffic",
                "bytes",
                "Bytes of these packets, without headers of IP, UDP and TCP",
                "lane",
                lane,
                "direction",
                direction);
    }

    private static Counted unsent(String counter, String lane, String reason) {
        return new Counted(
                counter,
                "gossip.unsent.packets",
                "packets",
                "Packets that were not sent: too much was under way, or it failed",
                "lane",
                lane,
                "reason",
                reason);
    }

    private static Counted rejected(String counter, String reason) {
        return new Counted(
                counter,
                "gossip.rejected.packets",
                "packets",
                "Packets, or parts of them, that were dropped as they came in",
                "reason",
                reason);
    }

    private static Counted probes(String counter, String outcome) {
        return new Counted(
                counter, "gossip.probes", "probes", "Probes of this node", "outcome", outcome);
    }

    private static Counted refutations(String counter, String of) {
        return new Counted(
                counter,
                "gossip.refutations",
                "refutations",
                "Suspicions that the suspect refuted: another member, or this node itself",
                "of",
                of);
    }

    private static Counted heldBack(String counter, String what) {
        return new Counted(
                counter,
                "gossip.held.back",
                null,
                "Rounds of rumors that waited for the byte budget, and changes of the own offer"
                        + " that came too fast",
                "what",
                what);
    }

    private static Counted lifelines(String counter, String event) {
        return new Counted(
                counter,
                "gossip.lifelines",
                null,
                "Idle connections to others that were opened, and that broke by themselves",
                "event",
                event);
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
