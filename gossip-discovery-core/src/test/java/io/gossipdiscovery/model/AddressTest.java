package io.gossipdiscovery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.TreeSet;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7946, 127.0.0.1:7946",
        "255.255.255.255:1, 255.255.255.255:1",
        "[::1]:65535, [0:0:0:0:0:0:0:1]:65535",
        "[2001:db8::7]:80, [2001:db8:0:0:0:0:0:7]:80",
    })
    void anAddressIsReadAndShown(String text, String shown) {
        Address address = Address.parse(text);
        assertThat(address).hasToString(shown);
        assertThat(Address.parse(shown)).isEqualTo(address);
        assertThat(Address.of(address.ip(), address.port())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:7946",
                "example.org:80",
                "10.0.0:80",
                "10.0.0.256:80",
                "999.1.1.1:80",
                "10.0.0.1",
                "10.0.0.1:",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "::1:80",
                "[fe80::1%eth0]:80",
                ":80",
                "",
            })
    void whatIsNoLiteralIsRefusedWithoutLookingItUp(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @Test
    void aMappedAddressIsTheIpv4AddressItMaps() {
        assertThat(Address.of("::ffff:10.0.0.1", 80)).isEqualTo(Address.of("10.0.0.1", 80));
    }

    @Test
    void loopbackAndWildcardAreKnown() {
        assertThat(Address.of("127.9.9.9", 1).isLoopback()).isTrue();
        assertThat(Address.of("::1", 1).isLoopback()).isTrue();
        assertThat(Address.of("128.0.0.1", 1).isLoopback()).isFalse();
        assertThat(Address.of("0.0.0.0", 1).isWildcard()).isTrue();
        assertThat(Address.of("::", 1).isWildcard()).isTrue();
        assertThat(Address.of("10.0.0.1", 1).isWildcard()).isFalse();
    }

    @Test
    void addressesAreOrderedByHostThenPort() {
        Address a = Address.parse("10.0.0.1:9");
        Address b = Address.parse("10.0.0.2:1");
        Address c = Address.parse("200.0.0.1:1");
        assertThat(new TreeSet<>(List.of(c, b, a))).containsExactly(a, b, c);
        assertThat(a.withPort(10)).isGreaterThan(a);
    }
}
