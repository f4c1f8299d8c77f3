package io.gossipdiscovery.spring.cloud;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event of its application context, in order. */
final class Recorder implements ApplicationListener<ApplicationEvent> {
    final List<ApplicationEvent> events = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        threads.add(Thread.currentThread().getName());
        events.add(event);
    }

    <E extends ApplicationEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
