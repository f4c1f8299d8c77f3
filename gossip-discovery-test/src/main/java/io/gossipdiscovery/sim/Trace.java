package io.gossipdiscovery.sim;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.swim.Lane;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * One line for everything that happens. The last lines are kept and end up in the message of a
 * failure; all of them are printed where somebody asked for it.
 *
 * <pre>
 *   event      which event of the run, as in the message of a failure
 *   time       virtual, in seconds
 *   node       who does it; - is the network or the scenario
 *   what       send, recv, lost  a packet goes out, is read, ends nowhere
 *              shut              a packet is not let out: the link is blocked
 *              wakes             an alarm rings
 *              holds             a belief changed
 *              failed, health, refutes, rejects, becomes  what the observer was told
 *              broken            a lifeline has ended
 *              starts, pauses, resumes, crashes, is killed, leaves, gone, offers  what became of
 *                                the node
 *              network, link, block, isolate, deafen, mute, heal  what became of the network
 *   peer       the other node, where there is one
 *   detail     packet: lane, bytes, message, rumors
 *              belief: about whom, status, incarnation i, generation g, offer v
 * </pre>
 */
final class Trace {
    /** In place of a node that there is none of. */
    static final int NOBODY = -1;

    /** Lines kept. */
    static final int KEPT = 200;

    private static final int LINE_CHARS = 220;
    private static final int KEPT_BYTES = 4096;

    private final SimLoop loop;
    private final SimSetup setup;
    private final @Nullable PrintStream printed;
    private final Witness witness;
    private final Line[] ring = new Line[KEPT];
    private long lines;

    Trace(SimLoop loop, SimSetup setup) {
        this.loop = loop;
        this.setup = setup;
        this.printed = setup.traceTo();
        this.witness = setup.witness();
        for (int i = 0; i < KEPT; i++) {
            ring[i] = new Line();
        }
    }

    void note(int node, String what, Object detail) {
        Line line = next(node, what, NOBODY);
        line.detail = detail;
        print(line);
        witness.note(node, what, detail);
    }

    void belief(int node, @Nullable Member before, @Nullable Member after) {
        Line line = next(node, "holds", NOBODY);
        line.detail = after != null ? after : before;
        line.forgotten = after == null;
        print(line);
        witness.belief(node, before, after);
    }

    void packet(String what, int node, int peer, Lane lane, ByteBuffer content) {
        Line line = next(node, what, peer);
        line.lane = lane;
        line.bytes = content.remaining();
        if (line.bytes <= KEPT_BYTES) {
            line.keep(content);
        }
        print(line);
        witness.packet(what, node, peer, lane, content);
    }

    /** The last lines, the oldest first. */
    String tail() {
        StringBuilder text = new StringBuilder();
        text.append("       event      time   node  what     peer  detail\n");
        for (long i = Math.max(0, lines - KEPT); i < lines; i++) {
            text.append(ring[(int) (i % KEPT)].text()).append('\n');
        }
        return text.toString();
    }

    private Line next(int node, String what, int peer) {
        Line line = ring[(int) (lines++ % KEPT)];
        line.event = loop.happened();
        line.nanos = loop.nowNanos();
        line.node = node;
        line.what = what;
        line.peer = peer;
        line.lane = null;
        line.detail = null;
        line.forgotten = false;
        return line;
    }

    private void print(Line line) {
        if (printed != null) {
            printed.println(line.text());
        }
    }

    /** One line, put into words only where somebody reads it. Reused. */
    private final class Line {
        private long event;
        private long nanos;
        private int node;
        private String what = "";
        private int peer;
        private @Nullable Lane lane;
        private @Nullable Object detail;
        private boolean forgotten;
        private int bytes;
        private byte[] content = new byte[64];

        void keep(ByteBuffer packet) {
            if (content.length < bytes) {
                content = new byte[Math.max(bytes, 2 * content.length)];
            }
            packet.get(packet.position(), content, 0, bytes);
        }

        String text() {
            String text =
                    String.format(
                            Locale.ROOT,
                            "%12d %14.6f %5s  %-8s %4s  %s",
                            event,
                            nanos / 1e9,
                            name(node),
                            what,
                            peer == NOBODY ? "" : name(peer),
                            lane != null ? packet(lane) : words());
            return text.length() <= LINE_CHARS ? text : text.substring(0, LINE_CHARS - 1) + "…";
        }

        private String name(int node) {
            return node == NOBODY ? "-" : Integer.toString(node);
        }

        private String words() {
            if (!(detail instanceof Member member)) {
                return String.valueOf(detail);
            }
            return Places.index(member.id().address(), Places.MOST)
                    + " "
                    + (forgotten ? "forgotten, was " : "")
                    + Beliefs.text(Beliefs.rank(member))
                    + " v"
                    + Beliefs.offerVersion(member);
        }

        private String packet(Lane lane) {
            String size = lane.name().toLowerCase(Locale.ROOT) + " " + bytes + " ";
            String cluster = setup.configOf(node).cluster();
            boolean kept = bytes <= KEPT_BYTES;
            return size + (kept ? PacketText.of(ByteBuffer.wrap(content, 0, bytes), cluster) : "");
        }
    }
}
