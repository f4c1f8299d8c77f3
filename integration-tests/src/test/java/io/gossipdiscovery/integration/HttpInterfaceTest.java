package io.gossipdiscovery.integration;

import static io.gossipdiscovery.integration.Http.LIMIT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** HTTP interface clients whose group is named as a service call that service's instances. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpInterfaceTest {
    private static final int CALLS = 20;

    private final Running running = new Running();
    private final Set<String> ports = new HashSet<>();
    private ConfigurableApplicationContext caller;

    @BeforeAll
    void start() {
        caller = running.start("caller", Caller.class);
        for (String name : new String[] {"shop", "shop", "stock", "stock"}) {
            ports.add(name + Running.port(running.start(name, ShopApplication.class)));
        }
        DiscoveryClient discovery = caller.getBean(DiscoveryClient.class);
        for (String name : new String[] {"shop", "stock"}) {
            await().atMost(LIMIT).until(() -> discovery.getInstances(name).size() == 2);
        }
    }

    @AfterAll
    void close() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {Shop.class, Stock.class})
    void callsReachEveryInstanceOfTheGroupsName(Class<? extends Ported> client) {
        Ported ported = caller.getBean(client);
        String name = client.getSimpleName().toLowerCase(Locale.ROOT);
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < CALLS; i++) {
            answered.add(name + ported.port());
        }

        assertThat(answered).hasSize(2);
        assertThat(ports).containsAll(answered);
    }

    /** What both clients can do. */
    interface Ported {
        String port();
    }

    /** Called by RestClient. */
    interface Shop extends Ported {
        @Override
        @GetExchange("/port")
        String port();
    }

    /** Called by WebClient. */
    interface Stock extends Ported {
        @Override
        @GetExchange("/port")
        String port();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportHttpServices(group = "shop", types = Shop.class)
    @ImportHttpServices(group = "stock", types = Stock.class, clientType = ClientType.WEB_CLIENT)
    static class Caller {}
}
