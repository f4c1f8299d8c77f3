package io.gossipdiscovery.integration;

import io.gossipdiscovery.spring.GossipNode;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An application in development: devtools start it anew when it is told to. */
@RestController
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class RestartingApplication {
    @Autowired private Environment environment;

    public static void main(String[] args) {
        loaders().add(new WeakReference<>(RestartingApplication.class.getClassLoader()));
        SpringApplication.run(RestartingApplication.class, args);
    }

    /** Answers first: the web server waits for calls that are under way. */
    @GetMapping("/restart")
    void restart() {
        Restarter restarter = Restarter.getInstance();
        restarter.getThreadFactory().newThread(restarter::restart).start();
    }

    /** What this process holds, once the garbage is collected. */
    @GetMapping("/state")
    Map<String, Object> state() {
        System.gc();
        ClassLoader own = getClass().getClassLoader();
        Map<String, Object> state = new TreeMap<>();
        state.put("lives", loaders().size());
        state.put("collected", loaders().stream().map(loader -> loader.get() == null).toList());
        state.put("sharesLoader", GossipNode.class.getClassLoader() == own);
        state.put("drain", environment.getProperty("gossip.discovery.shutdown.drain", ""));
        state.put(
                "leaked",
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> isOfFormerLife(thread.getContextClassLoader(), own))
                        .map(Thread::getName)
                        .sorted()
                        .toList());
        return state;
    }

    private static boolean isOfFormerLife(@Nullable ClassLoader loader, ClassLoader own) {
        return loader != null && loader != own && loader.getClass() == own.getClass();
    }

    @SuppressWarnings("unchecked")
    private static List<WeakReference<ClassLoader>> loaders() {
        try {
            return (List<WeakReference<ClassLoader>>)
                    Restarter.getInstance().getOrAddAttribute("loaders", ArrayList::new);
        } catch (IllegalStateException e) {
            return new ArrayList<>(); // the first call of main, before devtools take over
        }
    }
}
