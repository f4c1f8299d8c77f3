package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Visibility;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.ProbeReport;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.Rumor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * Passes on what the machine noticed, first to our own observers and then to the application's.
 *
 * <p>What one of them throws is reported and reaches neither the others nor the machine, which is
 * in the midst of its work. Loop only.
 */
final class Instruments implements Observer {
    private final List<Observer> observers;
    private final Consumer<Throwable> failures;

    Instruments(List<Observer> observers, Consumer<Throwable> failures) {
        this.observers = List.copyOf(observers);
        this.failures = failures;
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        tell(observer -> observer.memberChanged(before, after));
    }

    @Override
    public void selfChanged(NodeId before, NodeId after) {
        tell(observer -> observer.selfChanged(before, after));
    }

    @Override
    public void probeAnswered(NodeId target, long roundTripNanos) {
        tell(observer -> observer.probeAnswered(target, roundTripNanos));
    }

    @Override
    public void probed(NodeId by) {
        tell(observer -> observer.probed(by));
    }

    @Override
    public void probeFailed(NodeId target, int missingNacks) {
        tell(observer -> observer.probeFailed(target, missingNacks));
    }

    @Override
    public void declaredDead(Rumor.Dead verdict) {
        tell(observer -> observer.declaredDead(verdict));
    }

    @Override
    public void probeEnded(ProbeReport report) {
        tell(observer -> observer.probeEnded(report));
    }

    @Override
    public void accused(Rumor.Suspect accusation, int accusers, long leftNanos) {
        tell(observer -> observer.accused(accusation, accusers, leftNanos));
    }

    @Override
    public void convicted(Rumor.Dead verdict) {
        tell(observer -> observer.convicted(verdict));
    }

    @Override
    public void accusedOurselves(Rumor.Life accusation) {
        tell(observer -> observer.accusedOurselves(accusation));
    }

    @Override
    public void localHealthChanged(int score) {
        tell(observer -> observer.localHealthChanged(score));
    }

    @Override
    public void isolationChanged(boolean isIsolated) {
        tell(observer -> observer.isolationChanged(isIsolated));
    }

    @Override
    public void refuted(long incarnation) {
        tell(observer -> observer.refuted(incarnation));
    }

    @Override
    public void packetRejected(Address from, Rejection reason) {
        tell(observer -> observer.packetRejected(from, reason));
    }

    @Override
    public void wasOutOfTouch(int members) {
        tell(observer -> observer.wasOutOfTouch(members));
    }

    @Override
    public void syncBegan() {
        tell(Observer::syncBegan);
    }

    @Override
    public void offerHeldBack() {
        tell(Observer::offerHeldBack);
    }

    @Override
    public void roundHeldBack() {
        tell(Observer::roundHeldBack);
    }

    @Override
    public void addressChecked(@Nullable Finding before, @Nullable Finding after) {
        tell(observer -> observer.addressChecked(before, after));
    }

    @Override
    public void waitEnded(long wait, Visibility reached) {
        tell(observer -> observer.waitEnded(wait, reached));
    }

    @Override
    public void farewellSaid() {
        tell(Observer::farewellSaid);
    }

    private void tell(Consumer<Observer> fact) {
        for (Observer observer : observers) {
            try {
                fact.accept(observer);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                failures.accept(e);
            }
        }
    }
}
