package io.gossipdiscovery.spring;

import io.gossipdiscovery.config.BindConfig;
import io.gossipdiscovery.config.GossipConfig;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.UUID;

/**
 * What an application keeps where its context is closed and another made in the same process, as by
 * devtools or {@code /actuator/restart}: the port at which it gossips, and the letters that tell
 * its instances from those of others.
 *
 * <p>A context that is closed gives its berth back, and the next one of the same cluster and with
 * the same settings of {@code bind} takes it over; contexts that run side by side have one each.
 * Those given back are static, as nothing else outlives a context. They are few and hold no object
 * of the application. Thread-safe.
 */
public final class Berth implements AutoCloseable {
    private static final int MOST_FREE = 16;
    private static final int LETTERS = 8;

    private static final Deque<Free> FREE = new ArrayDeque<>();

    private final Harbour harbour;
    private final String letters;
    private volatile int port;
    private boolean closed;

    private Berth(Harbour harbour, String letters, int port) {
        this.harbour = harbour;
        this.letters = letters;
        this.port = port;
    }

    /** The berth that was given back last by an application with these settings, or a new one. */
    public static Berth of(GossipConfig config) {
        Harbour harbour = new Harbour(config.cluster(), config.bind());
        synchronized (FREE) {
            for (Iterator<Free> all = FREE.iterator(); all.hasNext(); ) {
                Free free = all.next();
                if (free.harbour.equals(harbour)) {
                    all.remove();
                    return new Berth(harbour, free.letters, free.port);
                }
            }
        }
        return unshared(config);
    }

    /** One that no other application had. */
    public static Berth unshared(GossipConfig config) {
        String letters = UUID.randomUUID().toString().substring(0, LETTERS);
        return new Berth(new Harbour(config.cluster(), config.bind()), letters, 0);
    }

    /** Eight random ones. */
    public String letters() {
        return letters;
    }

    /** Where the last life gossiped, or 0 before the first. */
    int port() {
        return port;
    }

    void tookPort(int port) {
        this.port = port;
    }

    /** Lets the next context of this process have it. */
    @Override
    public void close() {
        synchronized (FREE) {
            if (closed) {
                return;
            }
            closed = true;
            FREE.addFirst(new Free(harbour, letters, port));
            if (FREE.size() > MOST_FREE) {
                FREE.removeLast();
            }
        }
    }

    /** Where one berth is as good as another. */
    private record Harbour(String cluster, BindConfig bind) {}

    private record Free(Harbour harbour, String letters, int port) {}
}
