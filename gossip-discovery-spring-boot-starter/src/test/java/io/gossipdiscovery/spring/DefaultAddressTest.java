package io.gossipdiscovery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.spring.AddressChoice.Chosen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

import java.util.List;
import java.util.Optional;

/** What Spring Cloud is told to use where nothing was found. */
class DefaultAddressTest {
    private static final Address IPV4 = Address.of("0.0.0.0", 1);

    /** Nothing of this machine is left. */
    private static final String NONE = "ignored-interfaces=.*";

    @Test
    void itIsOfNoConcernWhereAnAddressIsFound() {
        assertThat(choose("default-ip-address=198.51.100.7").local().host()).isEqualTo("10.9.0.7");
        assertThat(choose("default-ip-address=nonsense").local().host()).isEqualTo("10.9.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "default-ip-address=198.51.100.7",
        "preferred-networks=192.0.2; default-ip-address=198.51.100.7",
        "default-hostname=shop.example",
        "default-hostname=elsewhere.example; default-ip-address=198.51.100.7"
    })
    void itIsToldWhereNothingIsLeft(String settings) {
        Chosen chosen = choose((NONE + "; " + settings).split("; "));

        assertThat(chosen.local().host()).isEqualTo("198.51.100.7");
        assertThat(chosen.why()).startsWith("spring.cloud.inetutils.default-");
        assertThat(chosen.others()).isEmpty();
    }

    @Test
    void itIsToldByAMachineOfLoopbackAlone() {
        Machine lonely = new Machine(List.of(new LocalAddress("lo", 1, at("127.0.0.1"))));

        assertThat(
                        new AddressChoice(
                                        AdvertiseProperties.DEFAULT,
                                        settings("default-ip-address=198.51.100.7"),
                                        lonely)
                                .choose(IPV4, List.of())
                                .local()
                                .host())
                .isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource({
        "default-ip-address=shop.example",
        "default-ip-address=fd00::8",
        "default-ip-address=0.0.0.0",
        "default-ip-address=224.0.0.1",
        "default-hostname=nowhere.example"
    })
    void whatIsOfNoUseIsRefusedByName(String setting) {
        assertThatExceptionOfType(InvalidGossipPropertyException.class)
                .isThrownBy(() -> choose(NONE, setting))
                .withMessageStartingWith("spring.cloud.inetutils." + setting.split("=")[0] + " is");
    }

    private static Chosen choose(String... settings) {
        Machine machine = new Machine(List.of(new LocalAddress("eth1", 5, at("10.9.0.7"))));
        return new AddressChoice(AdvertiseProperties.DEFAULT, settings(settings), machine)
                .choose(IPV4, List.of());
    }

    private static InetUtilsSettings settings(String... settings) {
        MockEnvironment environment = new MockEnvironment();
        for (String setting : settings) {
            String[] pair = setting.split("=");
            environment.setProperty("spring.cloud.inetutils." + pair[0], pair[1]);
        }
        return InetUtilsSettings.of(environment);
    }

    private static Address at(String host) {
        return Address.of(host, 1);
    }

    /** Knows one name. */
    private record Machine(List<LocalAddress> addresses) implements Network {
        @Override
        public Optional<Address> sourceTowards(Address destination) {
            return Optional.empty();
        }

        @Override
        public List<List<Address>> behind(List<String> seeds) {
            return seeds.stream().map(this::behind).toList();
        }

        private List<Address> behind(String seed) {
            return seed.equals("shop.example:1")
                    ? List.of(at("fd00::8"), at("198.51.100.7"))
                    : List.of();
        }
    }
}
