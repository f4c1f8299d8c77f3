package io.gossipdiscovery.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells users whom the node asked in vain, and what came of each. */
final class NotJoinedFailureAnalyzer extends AbstractFailureAnalyzer<NotJoinedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NotJoinedException cause) {
        StringBuilder description = new StringBuilder(cause.getMessage());
        cause.seeds().forEach(seed -> description.append("\n    - ").append(seed));
        return new FailureAnalysis(
                description.toString(),
                "Start a node that gossip.discovery.seeds names, or correct these seeds. Where it"
                        + " runs, see that its gossip.discovery.cluster is the same, that it does"
                        + " not listen on loopback alone, and that its port is open for UDP and"
                        + " TCP. Make gossip.discovery.join.timeout longer where it starts later;"
                        + " or set gossip.discovery.join.required to false to start alone and keep"
                        + " trying.",
                cause);
    }
}
