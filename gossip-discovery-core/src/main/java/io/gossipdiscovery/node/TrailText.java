package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.ProbeReport;
import io.gossipdiscovery.wire.Rumor;

import java.util.Locale;

/** What happened to a member, in an operator's words. */
final class TrailText {
    private TrailText() {}

    static String unanswered(ProbeReport report) {
        StringBuilder text = new StringBuilder("did not answer our probe: asked ");
        text.append(report.steps()).append(" times in ").append(millis(report.tookNanos()));
        if (report.helpers() > 0) {
            text.append(", ").append(report.helpers()).append(" helpers, of whom ");
            text.append(report.nacks()).append(" found it silent too and ");
            text.append(report.missingNacks()).append(" did not answer us");
        } else {
            text.append(", no helper to ask");
        }
        return text.append(", ").append(stream(report)).toString();
    }

    static String answered(ProbeReport report) {
        String way =
                switch (report.way()) {
                    case DIRECT -> "by datagram";
                    case STREAM -> "by stream";
                    case HELPER -> "through a helper";
                };
        return "answered our probe " + way + " after " + millis(report.tookNanos());
    }

    static String accused(Rumor.Suspect accusation, int accusers, long leftNanos, NodeId self) {
        return "SUSPECT, incarnation "
                + accusation.incarnation()
                + ": accused by "
                + name(accusation.accuser(), self)
                + ", "
                + seen(accusation.evidence())
                + "; accusers so far "
                + accusers
                + ", may refute for another "
                + millis(leftNanos);
    }

    static String convicted(Rumor.Dead verdict, NodeId self) {
        String witness = verdict.witness() == null ? "" : " and " + name(verdict.witness(), self);
        String age = verdict.ageSeconds() == 0 ? "" : ", known for " + verdict.ageSeconds() + " s";
        return "DEAD, incarnation "
                + verdict.incarnation()
                + ": declared on the word of "
                + name(verdict.accuser(), self)
                + witness
                + ", "
                + seen(verdict.evidence())
                + age;
    }

    static String accusedOurselves(Rumor.Life accusation) {
        String by = accusation.accuser() == null ? "" : " by " + accusation.accuser();
        return "were said to be "
                + accusation.status()
                + " of incarnation "
                + accusation.incarnation()
                + by;
    }

    private static String stream(ProbeReport report) {
        if (report.isRefused()) {
            return "connection refused";
        }
        if (report.isDelivered()) {
            return "connection accepted without an answer";
        }
        return report.isStreamSent() ? "no connection" : "no stream tried";
    }

    private static String seen(Evidence evidence) {
        return switch (evidence) {
            case SILENT -> "as it was silent";
            case HUNG -> "as it took connections but did not answer";
            case GONE -> "as nobody listens there any more";
        };
    }

    private static String name(NodeId node, NodeId self) {
        return node.equals(self) ? "ourselves" : node.toString();
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%d ms", nanos / 1_000_000);
    }
}
