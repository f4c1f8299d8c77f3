package io.gossipdiscovery.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;
import io.gossipdiscovery.spring.Applications;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.event.MemberFailedEvent;
import io.gossipdiscovery.spring.event.MemberJoinedEvent;
import io.gossipdiscovery.spring.event.MemberLeftEvent;
import io.gossipdiscovery.spring.event.MemberReturnedEvent;
import io.gossipdiscovery.spring.event.MemberStateEvent;
import io.gossipdiscovery.spring.event.ServiceInstancesChangedEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What real applications are told of each other. */
class DiscoveryEventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String TASKS =
            "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration";

    private final Applications applications = new Applications();

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void membersJoinLeaveAndReturnInOrder() {
        Listener listener = listener();
        ConfigurableApplicationContext stock = applications.start("stock");
        listener.await(MemberJoinedEvent.class, event -> true);

        stock.stop();
        listener.await(MemberLeftEvent.class, event -> true);
        stock.start();
        listener.await(MemberReturnedEvent.class, MemberReturnedEvent::isNewLife);
        stock.getBean(GossipNode.class).close();
        listener.await(MemberFailedEvent.class, event -> true);

        assertThat(listener.of(MemberStateEvent.class))
                .extracting(event -> event.getClass().getSimpleName())
                .filteredOn(name -> !name.contains("Suspected"))
                .containsExactly(
                        "MemberJoinedEvent",
                        "MemberLeftEvent",
                        "MemberReturnedEvent",
                        "MemberFailedEvent");
        assertThat(listener.membersSeen).containsOnly(true);
    }

    @Test
    void aServiceThatComesAndGoesIsToldOnceItCanBeSeen() {
        Listener listener = listener();
        ConfigurableApplicationContext stock = applications.start("stock");
        listener.await(added("stock"));

        ServiceInstancesChangedEvent came = listener.of("stock").get(0);
        assertThat(came.added())
                .extracting(ServiceInstance::getPort)
                .containsExactly(Applications.port(stock));
        assertThat(came.removed()).isEmpty();
        assertThat(came.changed()).isEmpty();
        stock.close();
        listener.await(removed("stock"));

        assertThat(listener.of("stock")).hasSize(2);
        assertThat(listener.of("stock").get(1).removed()).isEqualTo(came.added());
        assertThat(listener.seen).containsExactly(1, 0);
    }

    @Test
    void anInstanceThatSaysSomethingElseOfItselfIsChanged() {
        Listener listener = listener();
        GossipNode node = applications.start("stock").getBean(GossipNode.class);
        listener.await(added("stock"));
        Instance said = node.discovery().registered().get(0);

        node.discovery().register(said.withVersion("2"));
        listener.await(ServiceInstancesChangedEvent.class, event -> !event.changed().isEmpty());
        node.discovery().register(said.withStatus(ServiceStatus.OUT_OF_SERVICE));
        listener.await(removed("stock"));

        ServiceInstancesChangedEvent changed = listener.of("stock").get(1);
        assertThat(changed.changed())
                .singleElement()
                .extracting(ServiceInstance::getMetadata)
                .satisfies(metadata -> assertThat(metadata).containsEntry("version", "2"));
        assertThat(changed.added()).isEmpty();
        assertThat(changed.removed()).isEmpty();
    }

    @Test
    void nothingIsToldWhileNothingChanges() {
        Listener listener = listener();
        ConfigurableApplicationContext stock = applications.start("stock");
        listener.await(added("stock"));
        listener.await(HeartbeatEvent.class, event -> listener.heartbeatIsOf("stock"));
        List<Object> before = List.copyOf(listener.events);
        GossipNode node = stock.getBean(GossipNode.class);
        long sent = node.discovery().counters().get("datagrams.sent");

        await().atMost(LIMIT)
                .until(() -> node.discovery().counters().get("datagrams.sent") > sent + 20);

        assertThat(listener.events).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "spring.task.execution.thread-name-prefix=work-, work-",
        "spring.task.execution.mode=auto, task-"
    })
    void listenersRunOnTheExecutorForTasks(String property, String thread) {
        Listener listener = listener(property);
        applications.start("stock");
        listener.await(added("stock"));

        assertThat(listener.threads).allMatch(name -> name.startsWith(thread));
    }

    @Test
    void listenersRunOnAThreadOfOurOwnWhereThereIsNoSuchExecutor() {
        Listener listener = listener("spring.autoconfigure.exclude=" + TASKS);
        applications.start("stock");
        listener.await(added("stock"));

        assertThat(listener.threads).containsOnly("gossip-events");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void listenersRunOnVirtualThreadsWhereTheApplicationDoes() throws Exception {
        Listener listener = listener("spring.threads.virtual.enabled=true");
        applications.start("stock");
        listener.await(added("stock"));

        Object isVirtual = Thread.class.getMethod("isVirtual").invoke(listener.last);
        assertThat(isVirtual).isEqualTo(true);
    }

    @Test
    void aListenerThatFailsIsToldOfWhatFollows() {
        Listener listener = listener("logging.level.io.gossipdiscovery.spring=off");
        listener.isFailing = true;
        applications.start("stock");
        listener.await(added("stock"));

        listener.isFailing = false;
        applications.start("cart");
        listener.await(added("cart"));
    }

    private Listener listener(String... properties) {
        return applications
                .start(
                        "shop",
                        new Class<?>[] {Applications.WebApplication.class, Listening.class},
                        properties)
                .getBean(Listener.class);
    }

    private static Predicate<ServiceInstancesChangedEvent> added(String service) {
        return event -> event.service().equals(service) && !event.added().isEmpty();
    }

    private static Predicate<ServiceInstancesChangedEvent> removed(String service) {
        return event -> event.service().equals(service) && !event.removed().isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {
        @Bean
        Listener listener(DiscoveryClient client, GossipNode node) {
            return new Listener(client, node);
        }
    }

    /** Keeps what it is told, and what the discovery client answers at that moment. */
    static final class Listener {
        private final DiscoveryClient client;
        private final GossipNode node;
        private final List<Object> events = new CopyOnWriteArrayList<>();
        private final List<Integer> seen = new CopyOnWriteArrayList<>();
        private final List<Boolean> membersSeen = new CopyOnWriteArrayList<>();
        private final List<String> threads = new CopyOnWriteArrayList<>();
        private volatile Thread last;
        private volatile boolean isFailing;

        Listener(DiscoveryClient client, GossipNode node) {
            this.client = client;
            this.node = node;
        }

        @EventListener
        void on(ServiceInstancesChangedEvent event) {
            if (event.service().equals("stock")) {
                seen.add(client.getInstances("stock").size());
            }
            note(event);
        }

        @EventListener
        void on(MemberStateEvent event) {
            membersSeen.add(
                    node.discovery().members().stream()
                            .anyMatch(member -> member.id().equals(event.member().id())));
            note(event);
        }

        @EventListener
        void on(HeartbeatEvent event) {
            events.add(event);
        }

        private void note(Object event) {
            threads.add(Thread.currentThread().getName());
            last = Thread.currentThread();
            events.add(event);
            if (isFailing) {
                throw new IllegalStateException("on purpose");
            }
        }

        boolean heartbeatIsOf(String service) {
            List<HeartbeatEvent> all = of(HeartbeatEvent.class);
            long latest = (Long) all.get(all.size() - 1).getValue();
            return latest == node.catalog().version()
                    && !node.catalog().routable(service).isEmpty();
        }

        void await(Predicate<ServiceInstancesChangedEvent> expected) {
            await(ServiceInstancesChangedEvent.class, expected);
        }

        <E> void await(Class<E> type, Predicate<E> expected) {
            org.awaitility.Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> of(type).stream().anyMatch(expected));
        }

        List<ServiceInstancesChangedEvent> of(String service) {
            return of(ServiceInstancesChangedEvent.class).stream()
                    .filter(event -> event.service().equals(service))
                    .toList();
        }

        <E> List<E> of(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }
}
