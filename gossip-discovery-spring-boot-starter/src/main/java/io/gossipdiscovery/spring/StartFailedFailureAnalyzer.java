package io.gossipdiscovery.spring;

import io.gossipdiscovery.node.StartFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells users why the node could not begin to listen, and which setting helps. */
final class StartFailedFailureAnalyzer extends AbstractFailureAnalyzer<StartFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartFailedException cause) {
        return new FailureAnalysis(
                "The gossip node could not start: " + cause.getMessage(), fix(cause), cause);
    }

    private static String fix(StartFailedException cause) {
        return switch (cause.reason()) {
            case PORT_TAKEN ->
                    "Stop the process that listens there, or set gossip.discovery.bind.port to a"
                            + " free port, or to 0 for any free one. A node on a port of its own is"
                            + " found through gossip.discovery.seeds of the others, or finds them"
                            + " through its own.";
            case BAD_ADDRESS ->
                    "Set gossip.discovery.bind.address to an IP address of this machine, or remove"
                            + " it to stay on loopback. Where others reach the node under another"
                            + " address, set gossip.discovery.advertise.address.";
            case NOT_SECURED ->
                    "Remove gossip.discovery.bind.address to stay on loopback, or set"
                            + " gossip.discovery.security.mode to 'none' where the network itself"
                            + " keeps strangers out.";
        };
    }
}
