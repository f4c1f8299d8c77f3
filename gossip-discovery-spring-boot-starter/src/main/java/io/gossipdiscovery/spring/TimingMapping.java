package io.gossipdiscovery.spring;

import static io.gossipdiscovery.spring.GossipDiscoveryProperties.PREFIX;

import io.gossipdiscovery.config.DisseminationConfig;
import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.config.ProbeConfig;
import io.gossipdiscovery.config.SuspicionConfig;
import io.gossipdiscovery.config.SyncConfig;

import org.jspecify.annotations.Nullable;

/** Lays the timings that are set over those of the preset. */
final class TimingMapping {
    private TimingMapping() {}

    static void apply(GossipDiscoveryProperties properties, GossipConfig.Builder builder) {
        builder.probe(probe(properties.probe(), builder.probe()));
        builder.suspicion(suspicion(properties.suspicion(), builder.suspicion()));
        builder.dissemination(dissemination(properties.dissemination(), builder.dissemination()));
        builder.sync(sync(properties.sync(), builder.sync()));
    }

    private static ProbeConfig probe(GossipDiscoveryProperties.Probe set, ProbeConfig preset) {
        return ConfigMapping.checked(
                PREFIX + ".probe",
                () ->
                        new ProbeConfig(
                                or(set.interval(), preset.interval()),
                                or(set.timeout(), preset.timeout()),
                                or(set.attempts(), preset.attempts()),
                                or(set.helpers(), preset.helpers()),
                                or(set.healthCeiling(), preset.healthCeiling()),
                                or(set.lifelines(), preset.lifelines())));
    }

    private static SuspicionConfig suspicion(
            GossipDiscoveryProperties.Suspicion set, SuspicionConfig preset) {
        return ConfigMapping.checked(
                PREFIX + ".suspicion",
                () ->
                        new SuspicionConfig(
                                or(set.minimum(), preset.minimum()),
                                or(set.maximumFactor(), preset.maximumFactor()),
                                or(set.confirmations(), preset.confirmations()),
                                or(set.hungTimeout(), preset.hungTimeout()),
                                or(set.isolationTimeout(), preset.isolationTimeout())));
    }

    private static DisseminationConfig dissemination(
            GossipDiscoveryProperties.Dissemination set, DisseminationConfig preset) {
        return ConfigMapping.checked(
                PREFIX + ".dissemination",
                () ->
                        new DisseminationConfig(
                                or(set.fanOut(), preset.fanOut()),
                                or(set.eagerDelay(), preset.eagerDelay()),
                                or(set.interval(), preset.interval()),
                                or(set.extraCopies(), preset.extraCopies()),
                                or(set.packetBytes(), preset.packetBytes()),
                                or(set.mode(), preset.mode()),
                                or(set.crossZoneShare(), preset.crossZoneShare()),
                                or(set.bytesPerSecond(), preset.bytesPerSecond())));
    }

    private static SyncConfig sync(GossipDiscoveryProperties.Sync set, SyncConfig preset) {
        return ConfigMapping.checked(
                PREFIX + ".sync",
                () ->
                        new SyncConfig(
                                or(set.quiet(), preset.quiet()),
                                or(set.interval(), preset.interval()),
                                or(set.joinInterval(), preset.joinInterval()),
                                or(set.rejoinInterval(), preset.rejoinInterval()),
                                or(set.reapAfter(), preset.reapAfter())));
    }

    private static <T> T or(@Nullable T set, T preset) {
        return set != null ? set : preset;
    }
}
