package io.gossipdiscovery.spring.observe;

import io.gossipdiscovery.catalog.Listing;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.Phase;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.node.Seeds;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a node believes, as the endpoint tells it. Names of fields are kept.
 *
 * @param running whether the node runs; everything else is empty where it does not
 * @param self the node itself
 * @param members all members, the node itself first unless it is an observer, the dead and departed
 *     included as long as they are remembered
 * @param services what is served, by service
 * @param seeds whom the node asks first, and what was found behind each
 * @param addresses what others found where this node says that it is
 * @param counters what was counted since the node started
 */
public record GossipReport(
        boolean running,
        @Nullable Self self,
        List<MemberReport> members,
        Map<String, List<InstanceReport>> services,
        List<SeedReport> seeds,
        List<AddressReport> addresses,
        Map<String, Long> counters) {

    /** The report of a node that does not run. */
    static final GossipReport NOT_RUNNING =
            new GossipReport(false, null, List.of(), Map.of(), List.of(), List.of(), Map.of());

    /**
     * The node itself.
     *
     * @param id its address and generation as the log writes them
     * @param observer whether it only looks on, and is not among the members
     * @param localHealth how well it does by its own judgement, 0 is healthy
     */
    public record Self(
            String id,
            String address,
            long generation,
            String cluster,
            boolean observer,
            long incarnation,
            int localHealth,
            Map<String, String> labels) {}

    /**
     * A source of seeds.
     *
     * @param source its text in the configuration, or the name of a bean's class
     * @param addresses what it told when it last told something
     * @param failure why it tells nothing now
     */
    public record SeedReport(String source, List<String> addresses, @Nullable String failure) {

        static SeedReport of(Seeds.Answer answer) {
            return new SeedReport(
                    answer.source(),
                    answer.addresses().stream().map(Address::toString).toList(),
                    answer.failure().isEmpty() ? null : answer.failure());
        }
    }

    /**
     * What others found at one address that this node tells.
     *
     * @param instance service and id; null for the node's own address
     * @param wrong whether others could not connect there
     */
    public record AddressReport(
            @Nullable String instance,
            String host,
            int port,
            boolean wrong,
            List<AttemptReport> attempts) {

        static AddressReport of(Finding finding) {
            return new AddressReport(
                    finding.instance().map(Instance.Key::toString).orElse(null),
                    finding.host(),
                    finding.port(),
                    finding.isWrong(),
                    finding.attempts().stream().map(AttemptReport::of).toList());
        }
    }

    /**
     * How it went when another node tried to connect.
     *
     * @param by its id as the log writes it
     * @param source where this node's question seemed to come from
     */
    public record AttemptReport(String by, String source, Dial outcome) {

        static AttemptReport of(Finding.Attempt attempt) {
            return new AttemptReport(
                    attempt.by().toString(), attempt.source().toString(), attempt.outcome());
        }
    }

    /**
     * A node as believed by this one.
     *
     * @param id its address and generation as the log writes them
     * @param phase where in its life it is
     * @param unsteady whether callers avoid it, although it lives, as it came and went too often
     * @param services names of what it offers, empty as long as that is not known here
     */
    public record MemberReport(
            String id,
            String address,
            Status state,
            Phase phase,
            boolean unsteady,
            long generation,
            long incarnation,
            Map<String, String> labels,
            List<String> services) {

        static MemberReport of(Member member) {
            return new MemberReport(
                    member.id().toString(),
                    member.id().address().toString(),
                    member.status(),
                    member.phase(),
                    member.isUnsteady(),
                    member.id().generation(),
                    member.incarnation(),
                    labelsOf(member),
                    member.offer()
                            .map(
                                    offer ->
                                            offer.instances().stream()
                                                    .map(Instance::service)
                                                    .toList())
                            .orElse(List.of()));
        }
    }

    /**
     * An instance of a service.
     *
     * @param status what its owner says of it, which includes an operator's word
     * @param override an operator's word, where the instance is this application's and has one
     * @param avoided whether this application avoids it for a moment, as a call could not reach it
     * @param life in which state we believe its node to be
     * @param node its node's address
     * @param nodeId the same with the generation, as the log writes it
     */
    public record InstanceReport(
            String id,
            String host,
            int port,
            boolean secure,
            ServiceStatus status,
            @Nullable ServiceStatus override,
            boolean avoided,
            Status life,
            String node,
            String nodeId,
            String version,
            Map<String, String> metadata) {

        static InstanceReport of(
                Listing listing, @Nullable ServiceStatus override, boolean avoided) {
            Instance instance = listing.instance();
            return new InstanceReport(
                    instance.id(),
                    instance.host(),
                    instance.port(),
                    instance.secure(),
                    instance.status(),
                    override,
                    avoided,
                    listing.life(),
                    listing.node().address().toString(),
                    listing.node().toString(),
                    instance.version(),
                    instance.metadata());
        }
    }

    static Map<String, String> labelsOf(Member member) {
        return member.offer().<Map<String, String>>map(offer -> offer.labels()).orElse(Map.of());
    }
}
