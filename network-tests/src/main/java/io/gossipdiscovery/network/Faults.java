package io.gossipdiscovery.network;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What goes wrong in a network, as nftables rules. All of them act where packets come in: dropped
 * there, the sender notices nothing, as on a real network. Faults add up until {@link #heal}.
 */
public final class Faults {
    private static final String TABLE = "table ip faults";
    private static final String CHAIN = "ip faults input";

    private static final List<String> NFT = List.of(Shell.tool("nft"), "-f", "-");
    private static final Pattern HITS = Pattern.compile("counter packets (\\d+)");

    private final Namespace namespace;

    Faults(Namespace namespace) {
        this.namespace = namespace;
        nft("add " + TABLE);
        nft("add chain " + CHAIN + " { type filter hook input priority 0; policy accept; }");
    }

    /** Takes all faults away. */
    public void heal() {
        nft("flush " + TABLE);
    }

    /** Nothing from or to the node gets through. */
    public void silence(int node) {
        loseIngress(node);
        loseEgress(node);
    }

    /** Nothing to the node gets through. */
    public void loseIngress(int node) {
        rule("ip daddr " + Places.host(node) + " counter drop");
    }

    /** Nothing from the node gets through. */
    public void loseEgress(int node) {
        rule("ip saddr " + Places.host(node) + " counter drop");
    }

    /** No datagram from or to the node gets through. */
    public void loseUdp(int node) {
        rule("ip daddr " + Places.host(node) + " meta l4proto udp counter drop");
        rule("ip saddr " + Places.host(node) + " meta l4proto udp counter drop");
    }

    /** No stream from or to the node gets through. */
    public void loseTcp(int node) {
        rule("ip daddr " + Places.host(node) + " meta l4proto tcp counter drop");
        rule("ip saddr " + Places.host(node) + " meta l4proto tcp counter drop");
    }

    /** Every connection to the node is refused by something between, as some firewalls do. */
    public void refuseTcp(int node) {
        rule("ip daddr " + Places.host(node) + " " + REFUSE);
    }

    /** As {@link #refuseTcp}, for the connections of one node; its datagrams are lost besides. */
    public void refuseLink(int from, int to) {
        String both = "ip saddr " + Places.host(from) + " ip daddr " + Places.host(to) + " ";
        rule(both + REFUSE);
        rule(both + "meta l4proto udp counter drop");
    }

    /** Each packet is lost with this probability, whatever it is. */
    public void lose(int percent) {
        rule("numgen random mod 100 < " + percent + " counter drop");
    }

    /** Nothing gets from one side to the other. */
    public void part(Collection<Integer> one, Collection<Integer> other) {
        rule("ip saddr " + set(one) + " ip daddr " + set(other) + " counter drop");
        rule("ip saddr " + set(other) + " ip daddr " + set(one) + " counter drop");
    }

    private static final String REFUSE =
            "tcp flags & (syn | ack) == syn counter reject with tcp reset";

    /** How many packets met each of the faults: the least of these numbers. */
    public long hits() {
        String rules = namespace.must("list " + TABLE + "\n", NFT);
        return HITS.matcher(rules)
                .results()
                .mapToLong(hit -> Long.parseLong(hit.group(1)))
                .min()
                .orElse(0);
    }

    private void rule(String rule) {
        nft("add rule " + CHAIN + " " + rule);
    }

    private void nft(String commands) {
        namespace.must(commands + "\n", NFT);
    }

    private static String set(Collection<Integer> nodes) {
        return nodes.stream().map(Places::host).collect(Collectors.joining(", ", "{ ", " }"));
    }
}
