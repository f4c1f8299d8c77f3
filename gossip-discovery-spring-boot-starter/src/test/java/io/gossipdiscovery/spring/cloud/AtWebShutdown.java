package io.gossipdiscovery.spring.cloud;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Looks around where a web server begins to stop, also in an application that has none. */
final class AtWebShutdown implements SmartLifecycle {
    private final Runnable look;
    private volatile boolean running;

    private AtWebShutdown(Runnable look) {
        this.look = look;
    }

    static void of(ConfigurableApplicationContext context, Runnable look) {
        AtWebShutdown phase = new AtWebShutdown(look);
        context.getBeanFactory().registerSingleton("atWebShutdown", phase);
        phase.start();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        look.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
