package io.gossipdiscovery.spring.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;

import reactor.core.publisher.Flux;

import java.util.Arrays;
import java.util.List;

/** What becomes of a checked list that is a moment old. */
class PresentInstancesTest {
    @ParameterizedTest
    @CsvSource({
        "checked a and b and both are there,        a b, a b, a b",
        "who is gone is left out,                   a b, b c, b",
        "all are gone and others have come,         a b, c,   c",
        "all are gone and nobody else is there,     a b, '',  a b",
        "nobody passed the check,                   '',  a b, ''"
    })
    void theGoneAreLeftOutAndSomebodyIsLeft(
            String fact, String checked, String now, String expected) {
        ServiceInstanceListSupplier present = new Fixed(instances(now));

        List<ServiceInstance> kept =
                new PresentInstances(new Fixed(instances(checked)), present).get().blockFirst();

        assertThat(kept).as(fact).isEqualTo(instances(expected));
    }

    private static List<ServiceInstance> instances(String ids) {
        return Arrays.stream(ids.split(" "))
                .filter(id -> !id.isEmpty())
                .<ServiceInstance>map(
                        id -> new GossipServiceInstance(Instance.of("cart", id, "127.0.0.1", 8080)))
                .toList();
    }

    private record Fixed(List<ServiceInstance> instances) implements ServiceInstanceListSupplier {
        @Override
        public String getServiceId() {
            return "cart";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(instances);
        }
    }
}
