package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.RumorCodec;
import io.gossipdiscovery.wire.WireFormat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The commands of a conversation file, played on a simulated cluster whose network is perfect until
 * a command breaks it: every packet takes one millisecond. What the commands are is told in the
 * folder's README.
 */
final class Stage {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private SimCluster cluster;
    private Transcript transcript;

    /** Does what a line says; returns what is written below it. */
    List<String> play(List<String> commands) {
        commands.forEach(this::command);
        return transcript.take();
    }

    private void command(String line) {
        List<String> words = List.of(line.split(" +"));
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "cluster" -> build(rest);
            case "form" -> form(rest);
            case "follow" -> transcript.follow(rest.equals(List.of("all")) ? List.of() : rest);
            case "hide" -> transcript.hide(rest);
            case "rumors" -> transcript.showRumors(rest.equals(List.of("on")));
            case "run" -> run(rest, true);
            case "skip" -> run(rest, false);
            case "beliefs" -> beliefs();
            case "expect" -> assertThat(condition(rest).getAsBoolean()).as(line).isTrue();
            case "offer" -> cluster.offer(place(rest.get(0)), instances(rest));
            case "hint" -> audibly(() -> cluster.hint(place(rest.get(0)), place(rest.get(1))));
            case "forge" -> forge(rest);
            case "block" -> block(rest);
            case "isolate" -> cluster.network().isolate(places(rest));
            case "mute" -> cluster.network().mute(places(rest));
            case "deafen" -> cluster.network().deafen(places(rest));
            case "dials" -> dials(rest);
            case "cut" -> cluster.network().cutLifelines();
            case "heal" -> cluster.network().heal();
            default -> lifeCycle(line, words.get(0), rest);
        }
    }

    private void lifeCycle(String line, String verb, List<String> nodes) {
        for (int node : places(nodes)) {
            switch (verb) {
                case "start" -> audibly(() -> cluster.start(node));
                case "crash" -> audibly(() -> cluster.crash(node));
                case "kill" -> audibly(() -> cluster.kill(node));
                case "restart" -> audibly(() -> cluster.restart(node));
                case "pause" -> audibly(() -> cluster.pause(node));
                case "resume" -> audibly(() -> cluster.resume(node));
                case "leave" -> audibly(() -> cluster.leave(node));
                default -> throw new IllegalArgumentException("no such command: " + line);
            }
        }
    }

    /** {@code cluster <nodes> seed=<n> [period=<duration>] [lifelines=<n>] [checks=on]}. */
    private void build(List<String> words) {
        int nodes = Integer.parseInt(words.get(0));
        Map<String, String> options =
                words.stream()
                        .skip(1)
                        .map(word -> word.split("="))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        ProbeConfig lan = GossipConfig.lan().build().probe();
        Duration period = duration(options.getOrDefault("period", "1s"));
        ProbeConfig probe =
                new ProbeConfig(
                        period,
                        lan.timeout(),
                        lan.attempts(),
                        lan.helpers(),
                        lan.healthCeiling(),
                        Integer.parseInt(options.getOrDefault("lifelines", "0")));
        BindConfig bind =
                GossipConfig.lan().build().bind().withVerified(options.containsKey("checks"));
        Duration delay = Duration.ofMillis(1);
        transcript = new Transcript(nodes);
        cluster =
                SimCluster.of(nodes)
                        .seed(Long.parseLong(options.get("seed")))
                        .scenario("conversation")
                        .config(GossipConfig.lan().probe(probe).bind(bind).build())
                        .quality(LinkQuality.calm().withDelay(delay, delay))
                        .witness(transcript)
                        .build();
        transcript.of(cluster);
    }

    /** As {@code cluster}; all are started, know each other and have told all that is new. */
    private void form(List<String> words) {
        build(words);
        cluster.startAll();
        cluster.runUntil(cluster::converged, LIMIT);
        cluster.runFor(Duration.ofSeconds(2));
    }

    /** {@code dials <host>:<port> <outcome>}: how it ends to connect to that. */
    private void dials(List<String> words) {
        String[] where = words.get(0).split(":");
        Dial outcome = Dial.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        cluster.dials(where[0], Integer.parseInt(where[1]), outcome);
    }

    private void run(List<String> words, boolean isAudible) {
        transcript.listen(isAudible);
        if (words.get(0).equals("until")) {
            cluster.runUntil(condition(words.subList(1, words.size())), LIMIT);
        } else {
            cluster.runFor(duration(words.get(0)));
        }
        transcript.listen(false);
    }

    private void audibly(Runnable action) {
        transcript.listen(true);
        action.run();
        transcript.listen(false);
    }

    /** {@code agreed}, {@code <a> is gone}, {@code <a or all> holds <b> <STATUS or nothing>}. */
    private BooleanSupplier condition(List<String> words) {
        if (words.equals(List.of("agreed"))) {
            return cluster::converged;
        }
        if (words.get(1).equals("is")) {
            return () -> !cluster.node(place(words.get(0))).isAlive();
        }
        int about = place(words.get(2));
        boolean isNothing = words.get(3).equals("nothing");
        Status status = isNothing ? null : Status.valueOf(words.get(3));
        return () ->
                words.get(0).equals("all")
                        ? Play.everyoneHolds(cluster, about, status)
                        : cluster.node(place(words.get(0))).status(about).orElse(null) == status;
    }

    private void beliefs() {
        for (int i = 0; i < cluster.size(); i++) {
            if (cluster.node(i).isAlive()) {
                List<Member> members = cluster.node(i).members();
                transcript.answer(
                        transcript.name(members.get(0).id())
                                + " believes: "
                                + members.stream()
                                        .skip(1)
                                        .map(member -> Transcript.text(transcript, member))
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
        }
    }

    private List<Instance> instances(List<String> words) {
        List<Instance> instances = new ArrayList<>();
        for (String service : words.subList(1, words.size())) {
            instances.addAll(
                    service.equals("much")
                            ? Play.largeOffer()
                            : List.of(Instance.of(service, service + "-1", "10.9.9.9", 9000)));
        }
        return instances;
    }

    /** {@code block a>b [udp|tcp]}. */
    private void block(List<String> words) {
        int from = place(words.get(0));
        int to = Transcript.place(words.get(0).substring(2));
        if (words.size() == 1) {
            cluster.network().block(from, to);
        } else {
            Lane lane = words.get(1).equals("udp") ? Lane.DATAGRAM : Lane.STREAM;
            cluster.network().block(lane, from, to);
        }
    }

    /** {@code forge a>b suspect c 1}: a packet as if a had said so to b. */
    private void forge(List<String> words) {
        int from = place(words.get(0));
        int to = Transcript.place(words.get(0).substring(2));
        NodeId speaker = cluster.node(from).id();
        NodeId about = transcript.id(words.get(2));
        long number = Long.parseLong(words.get(3));
        Rumor rumor =
                switch (words.get(1).toLowerCase(Locale.ROOT)) {
                    case "alive" -> new Rumor.Alive(about, number);
                    case "suspect" -> new Rumor.Suspect(about, number, speaker);
                    case "dead" -> new Rumor.Dead(about, number, speaker, 0);
                    case "left" -> new Rumor.Left(about, number, 0);
                    case "life" -> new Rumor.Alive(new NodeId(about.address(), number), 1);
                    default -> new Rumor.Offered(about, number, forgedOffer(number));
                };
        PacketWriter packet =
                new PacketWriter(
                        WireFormat.clusterTag(cluster.node(from).config().cluster()),
                        WireFormat.STREAM_BYTES);
        packet.begin(speaker, cluster.node(to).id().generation(), new Message.Gossip());
        packet.add(RumorCodec.encode(rumor));
        audibly(
                () ->
                        cluster.network()
                                .send(Lane.DATAGRAM, from, Places.address(to), packet.finish()));
    }

    private static byte[] forgedOffer(long version) {
        List<Instance> forged = List.of(Instance.of("forged", "forged-1", "10.6.6.6", 666));
        return OfferCodec.encode(new Offer(version, new TreeMap<>(), forged));
    }

    /** {@code 150ms} or {@code 2s}. */
    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }

    private static int place(String name) {
        return Transcript.place(name);
    }

    private static int[] places(List<String> names) {
        return names.stream().mapToInt(Stage::place).toArray();
    }
}
