package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.Rumor;
import io.gossipdiscovery.wire.WireFormat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is said and believed, in lines that a person reads: who speaks to whom, and what they make
 * of it. Nodes are {@code a, b, c}; the second life at b's address is {@code b'}. There are no
 * sequence numbers, hashes and bytes in it, so that a change of those leaves it as it is.
 *
 * <p>Packets stand where they are sent. Times are virtual milliseconds since the first line.
 */
final class Transcript implements Witness {
    private static final long MILLI = 1_000_000L;

    private final List<List<Long>> lives = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private List<String> followed = List.of();
    private List<String> hidden = List.of("drops", "health");
    private boolean isListening;
    private boolean showsRumors;
    private SimCluster cluster;
    private long firstMillis;
    private long lastMillis;

    Transcript(int nodes) {
        for (int i = 0; i < nodes; i++) {
            lives.add(new ArrayList<>());
        }
    }

    void of(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** Only what concerns one of these nodes is written down from now on; of none, everything. */
    void follow(List<String> names) {
        followed = names;
    }

    /** Lines with one of these words are left out from now on. */
    void hide(List<String> words) {
        hidden = words;
    }

    void showRumors(boolean shows) {
        showsRumors = shows;
    }

    void listen(boolean listens) {
        isListening = listens;
    }

    /** The lines so far, and begins anew. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** A line that answers a question; it has no time. */
    void answer(String text) {
        lines.add("       " + text);
    }

    @Override
    public void packet(String what, int node, int peer, Lane lane, ByteBuffer content) {
        boolean isSent = what.equals("send") || what.equals("shut");
        if (isSent && isListening && peer != Places.NOWHERE) {
            String fate = what.equals("shut") ? ", lost" : fate(peer);
            String by = lane == Lane.STREAM ? " (stream)" : "";
            say(name(node) + " -> " + target(peer, content) + " " + text(node, content, by) + fate);
        }
    }

    @Override
    public void belief(int node, Member before, Member after) {
        Member either = after != null ? after : before;
        int about = Places.index(either.id().address(), lives.size());
        if (about == node) {
            return; // told as what it does: starts, offers, refutes, leaves
        }
        String observer = name(node);
        String subject = name(either.id());
        if (after == null) {
            say(observer + " forgets " + subject);
        } else if (before == null || !before.id().equals(after.id())) {
            say(observer + " meets " + subject + (isAlive(after) ? "" : ", " + after.status()));
        } else if (before.status() != after.status()
                || before.incarnation() != after.incarnation()) {
            String whom = subject + incarnation(after.incarnation());
            say(observer + String.format(Locale.ROOT, verb(before, after), whom));
        }
        if (after != null && after.isUnsteady() && (before == null || !before.isUnsteady())) {
            say(observer + " finds " + subject + " unsteady");
        }
        if (after != null && Beliefs.offerVersion(after) > Beliefs.offerVersion(before)) {
            say(observer + " reads offer " + Beliefs.offerVersion(after) + " of " + subject);
        }
    }

    @Override
    public void note(int node, String what, Object detail) {
        if (node == Trace.NOBODY) {
            return;
        }
        String before = name(node);
        if (detail instanceof NodeId id && (what.equals("starts") || what.equals("becomes"))) {
            lives.get(node).add(id.generation());
        }
        switch (what) {
            case "starts", "crashes", "leaves", "gone", "pauses", "resumes", "is killed" ->
                    say(name(node) + (what.equals("gone") ? " is gone" : " " + what));
            case "becomes" -> say(before + " becomes " + name(node));
            case "refutes" -> say(name(node) + " refutes" + incarnation((Long) detail));
            case "failed" -> say(name(node) + "'s probe of " + name((NodeId) detail) + " fails");
            case "rejects" -> say(name(node) + " drops a packet: " + lower(detail));
            case "health" -> say(name(node) + "'s health is " + detail);
            case "broken" -> say(name(node) + "'s lifeline to " + name((int) detail) + " breaks");
            default -> {}
        }
    }

    /** A node by its letter, with a prime for each life that it had before. */
    String name(NodeId id) {
        int place = Places.index(id.address(), lives.size());
        if (place == Places.NOWHERE) {
            return "stranger";
        }
        int life = lives.get(place).indexOf(id.generation());
        return letter(place) + (life < 0 ? "?" : "'".repeat(life));
    }

    /** The node id of a name. */
    NodeId id(String name) {
        int place = place(name);
        return new NodeId(Places.address(place), lives.get(place).get(name.length() - 1));
    }

    static int place(String name) {
        return name.charAt(0) - 'a';
    }

    static String text(Transcript names, Member member) {
        String offer = member.offer().isPresent() ? "" : ", no offer";
        return names.name(member.id())
                + " "
                + member.status()
                + names.incarnation(member.incarnation())
                + (isAlive(member) ? offer : "");
    }

    private void say(String text) {
        if (!isListening || !concerns(text)) {
            return;
        }
        long millis = cluster.now().toNanos() / MILLI;
        if (lines.isEmpty()) {
            firstMillis = millis;
        }
        boolean isLater = lines.isEmpty() || millis != lastMillis;
        lastMillis = millis;
        String time = isLater ? millis - firstMillis + "ms" : "";
        lines.add(String.format(Locale.ROOT, "%6s %s", time, text));
    }

    private boolean concerns(String text) {
        return hidden.stream().noneMatch(word -> has(text, word))
                && (followed.isEmpty() || followed.stream().anyMatch(name -> has(text, name)));
    }

    private static boolean has(String text, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(text).find();
    }

    /** Whom the packet is meant for, which may be a former life. */
    private String target(int peer, ByteBuffer content) {
        PacketReader reader = reader(peer);
        boolean isMeantForOne =
                reader.read(content.duplicate()) == null
                        && reader.targetGeneration() != WireFormat.ANYBODY;
        return isMeantForOne
                ? name(new NodeId(Places.address(peer), reader.targetGeneration()))
                : name(peer);
    }

    private String fate(int peer) {
        SimNode node = cluster.node(peer);
        return node.isRunning() ? "" : node.isAlive() ? ", who is paused" : ", who is not there";
    }

    private String text(int sender, ByteBuffer content, String by) {
        PacketReader reader = reader(sender);
        if (reader.read(content.duplicate()) != null) {
            return "garbage";
        }
        Message message = reader.message();
        List<String> rumors = reader.rumors().stream().map(this::text).toList();
        boolean isTold =
                showsRumors || message instanceof Message.Gossip || message instanceof Message.Ask;
        return text(message) + by + (isTold && !rumors.isEmpty() ? " " + rumors : "");
    }

    private String text(Message message) {
        if (message instanceof Message.PingReq request) {
            return "ping-req " + name(request.target());
        }
        if (message instanceof Message.Fetch fetch) {
            return "fetch offers of " + fetch.owners().stream().map(this::name).toList();
        }
        if (message instanceof Message.Check check) {
            return "check my address and " + check.instances().size() + " instances";
        }
        if (message instanceof Message.Seen seen) {
            return lower("seen: address " + seen.gossip() + ", instances " + seen.instances());
        }
        if (message instanceof Message.Digest) {
            return "sync: my view in short";
        }
        if (message instanceof Message.Roll roll) {
            return "sync: what differs, in " + roll.buckets().cardinality() + " buckets";
        }
        String camel = message.getClass().getSimpleName();
        return lower(camel.replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
    }

    private String text(Rumor rumor) {
        String about = name(rumor.about());
        if (rumor instanceof Rumor.Life life) {
            String by = life.accuser() == null ? "" : " by " + name(life.accuser());
            String saw = life instanceof Rumor.Suspect suspect ? " " + suspect.evidence() : "";
            return lower(life.status() + " " + about)
                    + incarnation(life.incarnation())
                    + by
                    + lower(saw);
        }
        if (rumor instanceof Rumor.Offered offered) {
            return "offer " + offered.version() + " of " + about;
        }
        if (rumor instanceof Rumor.Notice notice) {
            return "notice of offer " + notice.version() + " of " + about;
        }
        return lower(rumor.getClass().getSimpleName()) + " " + about;
    }

    private static String verb(Member before, Member after) {
        return switch (after.status()) {
            case ALIVE -> isAlive(before) ? " hears from %s" : " trusts %s";
            case SUSPECT -> " suspects %s";
            case DEAD -> " holds %s for dead";
            case LEFT -> " knows that %s left";
        };
    }

    private static boolean isAlive(Member member) {
        return member.status() == Status.ALIVE;
    }

    /** The first incarnation goes without saying. */
    private String incarnation(long incarnation) {
        return incarnation <= 1 ? "" : " i" + incarnation;
    }

    private String name(int place) {
        return letter(place) + "'".repeat(Math.max(0, lives.get(place).size() - 1));
    }

    private static String letter(int place) {
        return Character.toString('a' + place);
    }

    private static String lower(Object word) {
        return word.toString().toLowerCase(Locale.ROOT);
    }

    private PacketReader reader(int node) {
        return new PacketReader(WireFormat.clusterTag(cluster.node(node).config().cluster()));
    }
}
