package io.gossipdiscovery.config;

/**
 * The protections of the living against false accusations, each with a switch of its own. For
 * experiments: a paper is replayed by switching off what it did not have yet. There is no reason to
 * switch one off in a cluster that anybody depends on.
 *
 * <p>Two more have their switch elsewhere: local health is off with {@link
 * ProbeConfig#healthCeiling} 1 (Lifeguard IV-A), dynamic suspicion with {@link
 * SuspicionConfig#maximumFactor} 1 (Lifeguard IV-B).
 *
 * @param isSuspectTold whether a suspect is told so first in every packet that goes to it
 *     (Lifeguard IV-C, the buddy system)
 * @param isSilenceReported whether helpers send nacks, and a failed probe is held against ourselves
 *     only where they are missing (Lifeguard IV-A); without, every failed probe is
 * @param isVerdictVerified whether a node declares DEAD only what its own probe failed to reach
 * @param isVerdictWeighed whether another's verdict is only an accusation to whoever had no doubt
 * @param isStreamTried whether a probe without a first answer also asks over a stream
 * @param isIsolationNoticed whether a node that nobody answers takes the fault to be its own
 * @param isUnsteadyAvoided whether callers avoid members that come and go too often
 */
public record ProtectionConfig(
        boolean isSuspectTold,
        boolean isSilenceReported,
        boolean isVerdictVerified,
        boolean isVerdictWeighed,
        boolean isStreamTried,
        boolean isIsolationNoticed,
        boolean isUnsteadyAvoided) {

    /** All of them. */
    public static final ProtectionConfig ALL =
            new ProtectionConfig(true, true, true, true, true, true, true);

    /** None: with local health and dynamic suspicion off as well, this is SWIM of 2002. */
    public static final ProtectionConfig NONE =
            new ProtectionConfig(false, false, false, false, false, false, false);

    public ProtectionConfig withSuspectTold(boolean isOn) {
        return new ProtectionConfig(
                isOn,
                isSilenceReported,
                isVerdictVerified,
                isVerdictWeighed,
                isStreamTried,
                isIsolationNoticed,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withSilenceReported(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isOn,
                isVerdictVerified,
                isVerdictWeighed,
                isStreamTried,
                isIsolationNoticed,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withVerdictVerified(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isSilenceReported,
                isOn,
                isVerdictWeighed,
                isStreamTried,
                isIsolationNoticed,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withVerdictWeighed(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isSilenceReported,
                isVerdictVerified,
                isOn,
                isStreamTried,
                isIsolationNoticed,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withStreamTried(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isSilenceReported,
                isVerdictVerified,
                isVerdictWeighed,
                isOn,
                isIsolationNoticed,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withIsolationNoticed(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isSilenceReported,
                isVerdictVerified,
                isVerdictWeighed,
                isStreamTried,
                isOn,
                isUnsteadyAvoided);
    }

    public ProtectionConfig withUnsteadyAvoided(boolean isOn) {
        return new ProtectionConfig(
                isSuspectTold,
                isSilenceReported,
                isVerdictVerified,
                isVerdictWeighed,
                isStreamTried,
                isIsolationNoticed,
                isOn);
    }
}
