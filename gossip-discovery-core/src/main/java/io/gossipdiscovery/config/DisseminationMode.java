package io.gossipdiscovery.config;

/** Who begins when there is news: who has it, who wants it, or both. */
public enum DisseminationMode {
    /** Who has news tells it, in rounds. Quick; silent when there is none. */
    PUSH,
    /**
     * Who meets a differing view asks what is new, in rounds, until views are equal. News begins on
     * probes and their answers alone, and takes a few protocol periods; what is told is told to
     * those who miss it. For rare news among many.
     */
    PULL,
    /** Each round tells some, and asks one of them what is new there. */
    PUSH_PULL
}
