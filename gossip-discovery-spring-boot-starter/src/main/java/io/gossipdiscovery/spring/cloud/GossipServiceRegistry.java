package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.node.GossipDiscovery;
import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.InvalidGossipPropertyException;
import io.gossipdiscovery.spring.Overrides;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.SmartLifecycle;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What this application announces, and what an operator says instead.
 *
 * <p>An instance has a status by the application's own word, which comes with its registration, and
 * perhaps an operator's, which wins until {@link #CANCEL_OVERRIDE} and outlasts registering again.
 * Only draining is stronger: an instance about to stop cannot be talked into taking calls. What is
 * registered is announced in every life of the node. Thread-safe.
 */
public final class GossipServiceRegistry
        implements ServiceRegistry<GossipRegistration>, Overrides, SmartLifecycle {
    /** Instead of a status: the operator has nothing more to say. */
    public static final String CANCEL_OVERRIDE = "CANCEL_OVERRIDE";

    /** Most overrides; beyond, the oldest of an instance that is not registered is forgotten. */
    static final int MOST_OVERRIDES = Limits.INSTANCES;

    private static final Logger log = LoggerFactory.getLogger(GossipServiceRegistry.class);

    private final GossipNode node;
    private final Map<Instance.Key, Instance> registered = new LinkedHashMap<>();
    private final Map<Instance.Key, ServiceStatus> overrides = new LinkedHashMap<>();
    private boolean running;

    public GossipServiceRegistry(GossipNode node) {
        this.node = node;
    }

    /**
     * Announces an instance, now or when the node starts. Replaces what was said of it before.
     *
     * @throws IllegalArgumentException where it is more than a node may say
     * @throws InvalidGossipPropertyException where this application is an observer
     */
    @Override
    public synchronized void register(@Nullable GossipRegistration registration) {
        if (registration != null) {
            refuseOfObserver(registration.instance());
            Instance instance = registration.instance();
            announce(instance);
            registered.put(instance.key(), instance);
        }
    }

    /**
     * Announces anew what is registered. What was taken back stays so.
     *
     * @return whether it is registered
     * @throws IllegalArgumentException where it is more than a node may say
     */
    public synchronized boolean update(GossipRegistration registration) {
        boolean known = registered.containsKey(registration.instance().key());
        if (known) {
            register(registration);
        }
        return known;
    }

    /**
     * Takes some back and announces others, as one change: all of it or, where it throws, nothing.
     * Operators' words are kept, and win.
     *
     * @throws IllegalArgumentException where it is more than a node may say
     */
    synchronized void replace(Collection<Instance.Key> gone, Collection<Instance> announced) {
        announced.forEach(this::refuseOfObserver);
        List<Instance> said =
                announced.stream()
                        .map(own -> own.withStatus(effective(own.key(), own.status())))
                        .toList();
        whileItLives(life -> life.replace(gone, said));
        registered.keySet().removeAll(gone);
        announced.forEach(instance -> registered.put(instance.key(), instance));
    }

    /** Whether an instance is registered. */
    synchronized boolean isRegistered(Instance.Key key) {
        return registered.containsKey(key);
    }

    /** Takes an instance back. An operator's word about it is kept. */
    @Override
    public synchronized void deregister(@Nullable GossipRegistration registration) {
        if (registration != null) {
            Instance instance = registered.remove(registration.instance().key());
            if (instance != null) {
                withdraw(instance);
            }
        }
    }

    /**
     * An operator's word about an instance: a {@link ServiceStatus} in any case, or {@link
     * #CANCEL_OVERRIDE}.
     *
     * @throws UnknownStatusException where the text is neither
     */
    @Override
    public synchronized void setStatus(GossipRegistration registration, String status) {
        Instance.Key key = registration.instance().key();
        if (CANCEL_OVERRIDE.equalsIgnoreCase(status.trim())) {
            overrides.remove(key);
            log.atInfo()
                    .addKeyValue("instance", key)
                    .addKeyValue("override", CANCEL_OVERRIDE)
                    .log("An operator cancels the override of {}", key);
        } else {
            ServiceStatus word = status(status);
            overrides.put(key, word);
            forgetBeyondLimit();
            log.atInfo()
                    .addKeyValue("instance", key)
                    .addKeyValue("override", word)
                    .log("An operator says {} of {}", word, key);
        }
        Instance instance = registered.get(key);
        if (instance != null) {
            announce(instance);
        }
    }

    /**
     * The name of the status that is announced, or would be; {@code UNKNOWN} where nobody said one.
     */
    @Override
    @SuppressWarnings("unchecked") // the contract lets the caller name the type; ours is a String
    public synchronized <T> T getStatus(GossipRegistration registration) {
        Instance.Key key = registration.instance().key();
        Instance instance = registered.get(key);
        ServiceStatus own = instance == null ? ServiceStatus.UNKNOWN : instance.status();
        return (T) effective(key, own).name();
    }

    /** An operator's word about an instance, if there is one. */
    @Override
    public synchronized Optional<ServiceStatus> of(Instance instance) {
        return Optional.ofNullable(overrides.get(instance.key()));
    }

    /** Takes everything back. The registry can be used again afterwards. */
    @Override
    public synchronized void close() {
        registered.values().forEach(this::withdraw);
        registered.clear();
        overrides.clear();
    }

    /** Announces again what an earlier life of the node announced and did not mean to end. */
    @Override
    public synchronized void start() {
        registered.values().removeIf(instance -> instance.status() == ServiceStatus.DRAINING);
        registered.values().forEach(this::announce);
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return GossipNode.PHASE + 1;
    }

    private void refuseOfObserver(Instance instance) {
        if (node.config().isObserver()) {
            throw new InvalidGossipPropertyException(
                    GossipDiscoveryProperties.PREFIX + ".observer",
                    "is 'true', so that nothing can be registered, but "
                            + instance.key()
                            + " is: an observer is no member, and nobody would see it",
                    "Remove the property to be a member, or register nothing.");
        }
    }

    private void announce(Instance instance) {
        ServiceStatus status = effective(instance.key(), instance.status());
        whileItLives(life -> life.register(instance.withStatus(status)));
    }

    private void whileItLives(Consumer<GossipDiscovery> word) {
        try {
            node.life().ifPresent(word);
        } catch (IllegalStateException e) {
            log.debug("Nothing is announced: the node is about to end", e);
        }
    }

    private void withdraw(Instance instance) {
        node.life().ifPresent(life -> life.deregister(instance));
    }

    private void forgetBeyondLimit() {
        if (overrides.size() > MOST_OVERRIDES) {
            overrides.keySet().stream()
                    .filter(key -> !registered.containsKey(key))
                    .findFirst()
                    .ifPresent(overrides::remove);
        }
    }

    private ServiceStatus effective(Instance.Key key, ServiceStatus own) {
        return own == ServiceStatus.DRAINING ? own : overrides.getOrDefault(key, own);
    }

    private static ServiceStatus status(String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(ServiceStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UnknownStatusException(
                                        "'"
                                                + text
                                                + "' is no status; say one of "
                                                + Arrays.toString(ServiceStatus.values())
                                                + " or "
                                                + CANCEL_OVERRIDE));
    }
}
