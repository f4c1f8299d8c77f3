package io.gossipdiscovery.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells users which setting stopped the start, and what to write instead. */
final class InvalidGossipPropertyFailureAnalyzer
        extends AbstractFailureAnalyzer<InvalidGossipPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidGossipPropertyException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.fix(), cause);
    }
}
