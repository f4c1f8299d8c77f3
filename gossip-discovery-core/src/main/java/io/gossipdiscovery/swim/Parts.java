package io.gossipdiscovery.swim;

import io.gossipdiscovery.config.GossipConfig;

import java.util.random.RandomGenerator;

/**
 * The parts of one machine, put together. Each is given what it stands on; the few that must know
 * each other both ways are bound here after both are there. {@link Swim} keeps what it routes calls
 * to.
 */
final class Parts {
    final MemberTable table;
    final LocalHealth health;
    final Isolation isolation;
    final ByteBudget budget;
    final SyncBudget syncBudget;
    final ObserverDuty observerDuty;
    final Membership membership;
    final OwnLife own;
    final FailureDetector detector;
    final Lifelines lifelines;
    final Synchronizer synchronizer;
    final Joiner joiner;
    final Audience audience;
    final Quarantine quarantine;
    final AddressChecks checks;
    final DialDuty dialDuty;
    final Reception reception;

    Parts(
            GossipConfig config,
            Timers timers,
            RandomGenerator random,
            Outbox outbox,
            Observer observer,
            Commons commons) {
        table = new MemberTable(random);
        health = new LocalHealth(config.probe().healthCeiling(), observer);
        RumorQueue queue = new RumorQueue();
        ProbeOrder order = new ProbeOrder(table, random);
        budget = new ByteBudget(config.dissemination().bytesPerSecond(), timers, outbox);
        PacketSender sender = new PacketSender(config, table, queue, timers, budget);
        Surroundings surroundings =
                new Surroundings(table, random, config.dissemination().crossZoneShare());
        Gossiper gossiper =
                new Gossiper(
                        config.dissemination(),
                        table,
                        surroundings,
                        queue,
                        sender,
                        budget,
                        timers,
                        observer);
        Damping damping =
                new Damping(config.protection().isUnsteadyAvoided(), table, timers, observer);
        isolation =
                new Isolation(
                        config.suspicion(),
                        config.protection().isIsolationNoticed(),
                        table,
                        timers,
                        observer);
        membership =
                new Membership(
                        config, commons, table, order, health, gossiper, damping, timers, observer);
        own =
                new OwnLife(
                        table,
                        gossiper,
                        health,
                        timers,
                        random,
                        observer,
                        config.probe().intervalNanos());
        detector =
                new FailureDetector(
                        config.probe(),
                        config.protection(),
                        table,
                        order,
                        membership,
                        health,
                        isolation,
                        sender,
                        timers,
                        random,
                        observer);
        HelperDuty helperDuty = new HelperDuty(config, table, sender, timers, random);
        synchronizer =
                new Synchronizer(
                        config.sync(), table, membership, sender, timers, random, observer);
        WantedOffers wanted =
                new WantedOffers(
                        config.sync().intervalNanos(),
                        membership,
                        sender,
                        timers,
                        synchronizer::isByDatagrams);
        HeardOffers offers = new HeardOffers(commons, table, membership, gossiper, observer);
        quarantine =
                new Quarantine(
                        config.sync(), table, membership, synchronizer, queue, timers, observer);
        joiner = new Joiner(config.sync(), table, synchronizer, sender, timers, random);
        audience = new Audience(config.probe(), table, own, sender, timers, random, observer);
        lifelines =
                new Lifelines(
                        config.probe(),
                        config.protection().isStreamTried(),
                        table,
                        detector,
                        sender,
                        timers,
                        random);
        detector.onVerifying(lifelines::isWatched);
        membership.onMemberChanged(lifelines::memberChanged);
        boolean isVerified = config.bind().isVerified();
        checks =
                new AddressChecks(
                        isVerified,
                        table,
                        joiner,
                        new OwnFindings(table, observer),
                        sender,
                        timers,
                        random);
        own.onOfferChanged(checks::offerChanged);
        dialDuty = new DialDuty(isVerified, table, sender, budget, timers);
        syncBudget = new SyncBudget(config.sync().intervalNanos(), timers);
        Rolls rolls = new Rolls(table, timers);
        observerDuty = new ObserverDuty(config, table, rolls, sender, timers, random);
        Answers answers =
                new Answers(
                        config,
                        table,
                        detector,
                        helperDuty,
                        lifelines,
                        synchronizer,
                        audience,
                        checks,
                        dialDuty,
                        gossiper,
                        new SyncDuty(table, sender, rolls, random, syncBudget),
                        sender,
                        timers,
                        observer);
        reception =
                new Reception(
                        config.cluster(),
                        table,
                        membership,
                        own,
                        synchronizer,
                        quarantine,
                        audience,
                        offers,
                        wanted,
                        observerDuty,
                        answers,
                        observer);
    }
}
