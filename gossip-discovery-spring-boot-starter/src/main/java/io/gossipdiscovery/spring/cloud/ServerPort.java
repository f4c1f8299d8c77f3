package io.gossipdiscovery.spring.cloud;

/** Where the application's web server listens. Without Spring's web libraries there is none. */
@FunctionalInterface
public interface ServerPort {
    /** The port; not positive as long as there is none. */
    int server();
}
