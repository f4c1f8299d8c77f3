package io.gossipdiscovery.catalog;

/** A watch that was taken out on the catalog. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** Ends the watch: no new call begins afterwards; one that is under way is not waited for. */
    @Override
    void close();
}
