package io.gossipdiscovery.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is served in the cluster, as this node knows it now: an immutable snapshot.
 *
 * <p>Thread-safe; reading takes no lock and does no I/O, and for a name in lower case allocates
 * nothing. The version changes exactly when the content does, and only upwards; versions of
 * different nodes have nothing to do with each other.
 */
public final class Catalog {
    /** The catalog of a node that knows of nothing. */
    public static final Catalog EMPTY = new Catalog(0, new TreeMap<>());

    private final long version;
    private final SortedMap<String, Shelf> shelves;
    private final List<String> services;

    private Catalog(long version, SortedMap<String, Shelf> shelves) {
        this.version = version;
        this.shelves = shelves;
        this.services = shelves.values().stream().map(Shelf::service).toList();
    }

    public long version() {
        return version;
    }

    /** The names of all services, in order, in the case their owners use. */
    public List<String> services() {
        return services;
    }

    /**
     * Every listed instance of a service, whatever its status; empty for an unknown name. Case is
     * ignored.
     */
    public List<Listing> all(String service) {
        return shelf(service).all();
    }

    /**
     * The instances that callers should use: those ready by their own word on nodes that nobody
     * doubts; where none is left, those on suspected nodes, as a doubted instance beats none. Case
     * is ignored.
     */
    public List<Listing> routable(String service) {
        return shelf(service).routable();
    }

    /** A snapshot with some services replaced; an empty list takes the service off. */
    Catalog with(Map<String, List<Listing>> replaced) {
        TreeMap<String, Shelf> next = new TreeMap<>(shelves);
        replaced.forEach(
                (key, listings) -> {
                    if (listings.isEmpty()) {
                        next.remove(key);
                    } else {
                        next.put(key, Shelf.of(listings));
                    }
                });
        return new Catalog(version + 1, next);
    }

    /** The form of a service name under which it is found. */
    static String key(String service) {
        return service.toLowerCase(Locale.ROOT);
    }

    private Shelf shelf(String service) {
        Shelf exact = shelves.get(service);
        Shelf found = exact != null ? exact : shelves.get(key(service));
        return found != null ? found : Shelf.EMPTY;
    }

    @Override
    public String toString() {
        return "Catalog " + version + " " + services;
    }

    /** The instances of one service, all and those to call. */
    private record Shelf(String service, List<Listing> all, List<Listing> routable) {
        static final Shelf EMPTY = new Shelf("", List.of(), List.of());

        static Shelf of(List<Listing> listings) {
            List<Listing> trusted = only(listings, Listing::isTrusted);
            List<Listing> routable = trusted.isEmpty() ? only(listings, Listing::isUp) : trusted;
            return new Shelf(listings.get(0).instance().service(), List.copyOf(listings), routable);
        }

        private static List<Listing> only(List<Listing> listings, Predicate<Listing> wanted) {
            return listings.stream().filter(wanted).toList();
        }
    }
}
