package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What the start waits for.
 *
 * @param required Whether the application only starts once another node was reached. Otherwise it
 *     starts alone where it must, and keeps trying.
 * @param timeout How long the start waits for the first other node, where one is required.
 * @param await How long a started application is held back from being ready at most, until other
 *     nodes and what they offer are known. 0 for not at all.
 */
public record JoinProperties(
        @DefaultValue("false") boolean required,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("0s") Duration await) {
    static final JoinProperties DEFAULT =
            new JoinProperties(false, Duration.ofSeconds(30), Duration.ZERO);
}
