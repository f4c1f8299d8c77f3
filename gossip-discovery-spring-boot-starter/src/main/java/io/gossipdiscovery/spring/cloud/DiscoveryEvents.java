package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.MemberEvent;
import io.gossipdiscovery.catalog.Subscription;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.LoadBalancerSettings.Suspects;
import io.gossipdiscovery.spring.OneThread;
import io.gossipdiscovery.spring.event.MemberStateEvent;
import io.gossipdiscovery.spring.event.ServiceInstancesChangedEvent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Publishes the application events of {@link io.gossipdiscovery.spring.event}: {@link
 * MemberStateEvent} and {@link ServiceInstancesChangedEvent}.
 *
 * <p>They are published one at a time, each kind in order, on the executor of the application, so
 * that a listener may take its time: a slow one delays the next events and nothing else, and sees
 * fewer of them. Nothing is published while nothing changes. The first events tell what is there
 * when the context starts. The last come before the web server stops.
 */
public final class DiscoveryEvents
        implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, Ordered {
    private static final Logger log = LoggerFactory.getLogger(DiscoveryEvents.class);

    private final GossipNode node;
    private final ApplicationContext context;
    private final Supplier<@Nullable Executor> executors;
    private final ReentrantLock turn = new ReentrantLock();
    private final ServiceChanges services; // in a turn only
    private volatile @Nullable Telling telling;

    /**
     * Nothing is published before this is started.
     *
     * @param suspects by which rule callers are told of suspects
     * @param filters which instances callers are told of
     * @param executors where listeners run; asked at each start, and where it has none a thread of
     *     our own serves
     */
    public DiscoveryEvents(
            GossipNode node,
            ApplicationContext context,
            Suspects suspects,
            List<InstanceFilter> filters,
            Supplier<@Nullable Executor> executors) {
        this.node = node;
        this.context = context;
        this.executors = executors;
        this.services = new ServiceChanges(suspects, filters);
    }

    @Override
    public synchronized void start() {
        if (telling == null) {
            Telling begun = new Telling();
            telling = begun;
            begun.listen(node.discovery());
        }
    }

    @Override
    public synchronized void stop() {
        Telling ended = telling;
        if (ended != null) {
            telling = null;
            ended.end();
        }
    }

    /** The application's executor is about to refuse tasks. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            stop();
        }
    }

    @Override
    public boolean isRunning() {
        return telling != null;
    }

    /** After the drain began and before the web server and the executor stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** The events between a start and a stop. */
    private final class Telling {
        private final @Nullable ExecutorService own;
        private final Executor executor;
        private volatile @Nullable Subscription members;
        private volatile @Nullable Subscription catalog;

        Telling() {
            Executor given = executors.get();
            if (given == null) {
                ExecutorService made = OneThread.named("gossip-events");
                own = made;
                executor = made;
            } else {
                own = null;
                executor = given;
            }
        }

        void listen(GossipDiscovery life) {
            MemberStates states = new MemberStates(life.self().address());
            members = life.events(event -> tell(event, states), executor);
            catalog = life.watch(this::tell, executor);
        }

        void end() {
            for (Subscription subscription : new Subscription[] {members, catalog}) {
                if (subscription != null) {
                    subscription.close();
                }
            }
            if (own != null) {
                own.shutdownNow();
            }
        }

        private void tell(MemberEvent event, MemberStates states) {
            inTurn(() -> states.apply(event));
        }

        private void tell(Catalog present) {
            inTurn(() -> services.apply(present));
        }

        private void inTurn(Supplier<? extends List<?>> news) {
            turn.lock();
            try {
                if (telling == this) {
                    news.get().forEach(this::publish);
                }
            } finally {
                turn.unlock();
            }
        }

        private void publish(Object event) {
            try {
                context.publishEvent(event);
            } catch (RuntimeException e) {
                log.warn("A listener failed on {}", event, e);
            }
        }
    }
}
