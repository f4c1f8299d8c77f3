package io.gossipdiscovery.catalog;

import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.swim.Observer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells listeners every change of belief, in order and numbered without gaps.
 *
 * <p>Changes are collected on the machine's thread and handed over at {@link #publish}, each
 * listener's into a mailbox of its own, which holds at most {@link #CAPACITY}. Where a listener is
 * so slow that its mailbox would overflow, all that is in it is replaced by the present members and
 * the number of changes that were lost. Handing over takes no lock; listeners are called on their
 * own executors, one call at a time, after {@link #wake}.
 */
public final class MemberFeed implements Observer {
    /** Events that may wait for one listener. */
    public static final int CAPACITY = 1024;

    private final List<MemberEvent.Change> turn = new ArrayList<>(); // machine's thread only
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Listener> newcomers = new ArrayList<>(); // machine's thread only
    private final Consumer<Throwable> troubles;
    private long sequence;
    private volatile boolean closed;

    /**
     * A feed that nobody listens to yet.
     *
     * @param troubles told of what a listener threw, and of executors that refuse
     */
    public MemberFeed(Consumer<Throwable> troubles) {
        this.troubles = troubles;
    }

    /** A listener that is told nothing before {@link #enroll}. Any thread. */
    public Listener listener(Consumer<MemberEvent> consumer, Executor executor) {
        return new Listener(consumer, executor);
    }

    /** Lets a listener take part from the end of this turn on. The machine's thread only. */
    public void enroll(Listener listener) {
        if (!closed && !listener.turns.isEnded()) {
            newcomers.add(listener);
        }
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        sequence++;
        if (!listeners.isEmpty()) {
            turn.add(
                    new MemberEvent.Change(
                            sequence, MemberEvent.Kind.of(before, after), before, after));
        }
    }

    /**
     * Hands over what changed since the last time. The machine's thread only.
     *
     * @param members the present members, asked for only where somebody needs all of them
     * @return whether somebody is to be woken
     */
    public boolean publish(Supplier<List<Member>> members) {
        if (turn.isEmpty() && newcomers.isEmpty()) {
            return false;
        }
        listeners.forEach(listener -> listener.put(turn, members));
        for (Listener listener : newcomers) {
            listener.begin(new MemberEvent.Present(sequence, 0, members.get()));
            listeners.add(listener);
            if (listener.turns.isEnded()) {
                listeners.remove(listener); // closed meanwhile
            }
        }
        turn.clear();
        newcomers.clear();
        return true;
    }

    /** Hands tasks to the listeners' executors, which are the application's. */
    public void wake() {
        listeners.forEach(listener -> listener.turns.poke());
    }

    /** Ends all listening, and that to come. */
    public void close() {
        closed = true;
        listeners.forEach(Listener::close);
    }

    /** One listener and its mailbox. Thread-safe. */
    public final class Listener implements Subscription {
        private final Consumer<MemberEvent> consumer;
        private final Turns turns;
        private final AtomicReference<Mail> mailbox = new AtomicReference<>(Mail.NONE);

        private Listener(Consumer<MemberEvent> consumer, Executor executor) {
            this.consumer = consumer;
            this.turns = new Turns(this::read, executor, troubles);
        }

        private void begin(MemberEvent.Present present) {
            mailbox.set(new Mail(Mail.NONE, present, 1, 0));
        }

        private void put(List<MemberEvent.Change> changes, Supplier<List<Member>> members) {
            mailbox.updateAndGet(mail -> mail.with(changes, sequence, members));
        }

        @Override
        public void close() {
            turns.end();
            listeners.remove(this);
        }

        private void read() {
            for (MemberEvent event : mailbox.getAndSet(Mail.NONE).inOrder()) {
                tell(event);
            }
        }

        /** One event that fails does not cost the listener those behind it. */
        private void tell(MemberEvent event) {
            try {
                if (!turns.isEnded()) {
                    consumer.accept(event);
                }
            } catch (Throwable e) { // the application's code
                troubles.accept(e);
            }
        }
    }

    /** What waits for a listener: the latest event, and what came before it. Immutable. */
    private record Mail(
            @Nullable Mail earlier, @Nullable MemberEvent event, int size, long changes) {
        private static final Mail NONE = new Mail(null, null, 0, 0);

        /** With more changes; or with the present members instead, where they are too many. */
        Mail with(List<MemberEvent.Change> more, long sequence, Supplier<List<Member>> members) {
            if (size + more.size() > CAPACITY) {
                long lost = changes + more.size();
                return new Mail(
                        NONE, new MemberEvent.Present(sequence, lost, members.get()), 1, lost);
            }
            Mail mail = this;
            for (MemberEvent.Change change : more) {
                mail = new Mail(mail, change, mail.size + 1, mail.changes + 1);
            }
            return mail;
        }

        List<MemberEvent> inOrder() {
            Deque<MemberEvent> events = new ArrayDeque<>(size);
            for (Mail mail = this; mail != null && mail.event != null; mail = mail.earlier) {
                events.addFirst(mail.event);
            }
            return List.copyOf(events);
        }
    }
}
