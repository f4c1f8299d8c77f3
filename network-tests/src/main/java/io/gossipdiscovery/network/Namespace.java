package io.gossipdiscovery.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of its own, with nothing but loopback.
 *
 * <p>It has no name and is kept by a process that waits for the end of its input: whatever ends the
 * test ends that too, and with its last process the kernel takes the network away. Nothing can be
 * left over. As root it needs the right to make namespaces; anybody else one more, of users, in
 * which they are root.
 */
public final class Namespace implements AutoCloseable {
    /** An Ethernet's, instead of loopback's 64 KiB. */
    private static final int MTU_BYTES = 1500;

    private static final String ANNOUNCEMENT = "ready";

    /** Everything the faults are made of, to see whether this kernel has it. */
    private static final String PROOF =
            """
            table ip proof {
              chain input {
                type filter hook input priority 0; policy accept;
                ip daddr 127.0.1.1 udp dport 7946 counter drop
                ip daddr 127.0.1.1 tcp flags & (syn | ack) == syn reject with tcp reset
                numgen random mod 100 < 20 drop
              }
            }
            delete table ip proof
            """;

    private final Process keeper;
    private final boolean isOfUser;

    private Namespace(Process keeper, boolean isOfUser) {
        this.keeper = keeper;
        this.isOfUser = isOfUser;
    }

    /**
     * What this machine lacks to run real faults, in words for a person, or empty where it lacks
     * nothing.
     */
    public static Optional<String> missing() {
        List<String> tools =
                Stream.of("unshare", "nsenter", "ip", "nft")
                        .filter(tool -> Shell.find(tool).isEmpty())
                        .toList();
        if (!tools.isEmpty()) {
            return Optional.of(
                    "no "
                            + String.join(", ", tools)
                            + " here (Debian's packages: util-linux, iproute2, nftables)");
        }
        try (Namespace trial = open()) {
            Shell.Result proof = trial.run(PROOF, List.of(Shell.tool("nft"), "-f", "-"));
            return proof.isSuccess()
                    ? Optional.empty()
                    : Optional.of("nftables does not work here: " + proof.output());
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A new network.
     *
     * @throws IllegalStateException if this machine does not allow it
     */
    public static Namespace open() {
        List<String> refusals = new ArrayList<>();
        for (boolean isOfUser : new boolean[] {false, true}) {
            List<String> command = new ArrayList<>(List.of(Shell.tool("unshare"), "--net"));
            if (isOfUser) {
                command.addAll(List.of("--user", "--map-root-user"));
            }
            command.addAll(List.of("sh", "-c", "echo " + ANNOUNCEMENT + "; exec cat >/dev/null"));
            try {
                Process keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
                String said = keeper.inputReader().readLine();
                if (ANNOUNCEMENT.equals(said)) {
                    return new Namespace(keeper, isOfUser).up();
                }
                refusals.add(said);
                keeper.destroyForcibly();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no right to make a network namespace: " + refusals);
    }

    private Namespace up() {
        String mtu = Integer.toString(MTU_BYTES);
        must("", List.of(Shell.tool("ip"), "link", "set", "lo", "mtu", mtu, "up"));
        return this;
    }

    /** The command that runs another one in here; it becomes the other, with the same pid. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of(Shell.tool("nsenter"), "--net"));
        all.addAll(List.of("--target", Long.toString(keeper.pid())));
        if (isOfUser) {
            all.addAll(List.of("--user", "--preserve-credentials"));
        }
        all.add("--");
        all.addAll(command);
        return all;
    }

    Shell.Result run(String input, List<String> command) {
        return Shell.run(input, inside(command));
    }

    String must(String input, List<String> command) {
        return Shell.must(input, inside(command));
    }

    /** What went over loopback since the network began. */
    public Traffic traffic() {
        try {
            // The first line of a process's own view of it: "lo: bytes packets ..."
            for (String line : Files.readAllLines(Path.of("/proc/" + keeper.pid() + "/net/dev"))) {
                if (line.strip().startsWith("lo:")) {
                    String[] numbers = line.strip().split("[: ]+");
                    return new Traffic(Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
                }
            }
            throw new IllegalStateException("no loopback in the namespace");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Bytes and packets of a network.
     *
     * @param bytes as loopback counts them: with the headers of IP, UDP and TCP, without Ethernet's
     */
    public record Traffic(long bytes, long packets) {
        private static final int ETHERNET_HEADER_BYTES = 14;

        public Traffic since(Traffic earlier) {
            return new Traffic(bytes - earlier.bytes, packets - earlier.packets);
        }

        /** As a wire would carry it: with Ethernet's headers, so 42 bytes around each datagram. */
        public long wireBytes() {
            return bytes + packets * ETHERNET_HEADER_BYTES;
        }
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
    }
}
