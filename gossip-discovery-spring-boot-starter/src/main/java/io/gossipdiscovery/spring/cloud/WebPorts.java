package io.gossipdiscovery.spring.cloud;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Where the application's web servers really listen, known once they do.
 *
 * <p>Two count: the application's own, and the one for management in a child context of it. Servers
 * of any other context are somebody else's. Thread-safe.
 */
public final class WebPorts implements ServerPort, ApplicationListener<WebServerInitializedEvent> {
    private static final String MANAGEMENT = "management";

    private final ApplicationContext context;
    private volatile int server;
    private volatile int management;

    public WebPorts(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public int server() {
        return server;
    }

    /** The port of a management server of its own; not positive as long as there is none. */
    public int management() {
        return management;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        WebServerApplicationContext source = event.getApplicationContext();
        int port = event.getWebServer().getPort();
        if (source == context) {
            server = port;
        } else if (source.getParent() == context
                && WebServerApplicationContext.hasServerNamespace(source, MANAGEMENT)) {
            management = port;
        }
    }
}
