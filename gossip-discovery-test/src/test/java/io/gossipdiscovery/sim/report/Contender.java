package io.gossipdiscovery.sim.report;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.ProtectionConfig;
import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.sim.SimCluster;
import io.gossipdiscovery.sim.SimSetup;
import io.gossipdiscovery.sim.memberlist.MemberlistModel;
import io.gossipdiscovery.sim.memberlist.Settings;

import java.util.List;

/**
 * One of those that are held against each other.
 *
 * @param name its name in tables and plots
 * @param config how our machine is configured
 * @param model how the other machine is set up, or null for our own
 */
record Contender(String name, GossipConfig config, Settings model) {
    static final Contender OURS = ours("ours", GossipConfig.lan().build());
    static final Contender MODEL = model("memberlist model", Settings.lan());
    static final List<Contender> BOTH = List.of(OURS, MODEL);

    static Contender ours(String name, GossipConfig config) {
        return new Contender(name, config, null);
    }

    static Contender model(String name, Settings settings) {
        return new Contender(name, OURS.config, settings);
    }

    boolean isOurs() {
        return model == null;
    }

    /** A cluster that is to be formed first; the model's nodes know each other at once. */
    SimSetup setup(int nodes, long seed, String scenario) {
        return setup(nodes, seed, scenario, true);
    }

    /** A cluster whose formation is what is looked at. */
    SimSetup strangers(int nodes, long seed, String scenario) {
        return setup(nodes, seed, scenario, false);
    }

    private SimSetup setup(int nodes, long seed, String scenario, boolean isAcquainted) {
        SimSetup setup =
                SimCluster.of(nodes)
                        .seed(seed)
                        .scenario(scenario + ", " + name)
                        .config(config)
                        .seeds(0, 1, 2)
                        .withoutCatalogs();
        return isOurs() ? setup : setup.machine(new MemberlistModel(model, isAcquainted));
    }

    /** Our detector with everything off, each protection alone, and all of them. */
    static List<Contender> protections() {
        GossipConfig.Builder all = GossipConfig.lan();
        ProbeConfig probe = all.probe();
        SuspicionConfig suspicion = all.suspicion();
        ProbeConfig deaf = health(probe, 1);
        SuspicionConfig fixed =
                new SuspicionConfig(
                        suspicion.minimum(),
                        1,
                        suspicion.confirmations(),
                        suspicion.hungTimeout(),
                        suspicion.isolationTimeout());
        ProtectionConfig none = ProtectionConfig.NONE;
        return List.of(
                with("all off", deaf, fixed, none),
                with("local health and nacks alone", probe, fixed, none.withSilenceReported(true)),
                with("dynamic suspicion alone", deaf, suspicion, none),
                with("buddy system alone", deaf, fixed, none.withSuspectTold(true)),
                with("verify alone", deaf, fixed, none.withVerdictVerified(true)),
                with("weighing alone", deaf, fixed, none.withVerdictWeighed(true)),
                with("isolation alone", deaf, fixed, none.withIsolationNoticed(true)),
                with("streams alone", deaf, fixed, none.withStreamTried(true)),
                with("ours, all on", probe, suspicion, ProtectionConfig.ALL));
    }

    private static ProbeConfig health(ProbeConfig probe, int ceiling) {
        return new ProbeConfig(
                probe.interval(), probe.timeout(), probe.attempts(), probe.helpers(), ceiling);
    }

    private static Contender with(
            String name, ProbeConfig probe, SuspicionConfig suspicion, ProtectionConfig on) {
        GossipConfig config =
                GossipConfig.lan().probe(probe).suspicion(suspicion).protection(on).build();
        return ours(name, config);
    }
}
