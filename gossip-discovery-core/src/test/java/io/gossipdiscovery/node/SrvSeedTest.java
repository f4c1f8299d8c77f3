package io.gossipdiscovery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.node.NameServer.Srv;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

class SrvSeedTest {
    private final NameServer server = new NameServer();
    private final SeedSource seed = new SrvSeed("_gossip._udp.example.internal", server.url());

    SrvSeedTest() throws IOException {}

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyTargetIsASeedAtItsPort() {
        server.answers(new Srv(7946, "127.0.0.8"), new Srv(7950, "127.0.0.9"));

        assertThat(seed.resolve())
                .containsExactlyInAnyOrder(
                        Address.parse("127.0.0.8:7946"), Address.parse("127.0.0.9:7950"));
    }

    @Test
    void targetsAreLookedUp() {
        server.answers(new Srv(7946, "localhost"));

        assertThat(seed.resolve()).contains(Address.parse("127.0.0.1:7946"));
    }

    @Test
    void itIsAskedAgain() {
        server.answers(new Srv(1, "127.0.0.8"));
        assertThat(seed.resolve()).containsExactly(Address.parse("127.0.0.8:1"));
        server.answers(new Srv(2, "127.0.0.8"));
        assertThat(seed.resolve()).containsExactly(Address.parse("127.0.0.8:2"));
        assertThat(seed.isFixed()).isFalse();
    }

    @Test
    void theRootAsTargetMeansNobody() {
        server.answers(new Srv(0, ""), new Srv(7946, "127.0.0.8"));

        assertThat(seed.resolve()).containsExactly(Address.parse("127.0.0.8:7946"));
    }

    @Test
    void aNameThatIsNotThereFailsWithItsReason() {
        assertThatThrownBy(seed::resolve)
                .hasMessageContaining("SRV of _gossip._udp.example.internal cannot be looked up")
                .hasMessageContaining("DNS name not found");
    }

    @Test
    void aTargetThatCannotBeLookedUpHidesNoOther() {
        String none = "a".repeat(60) + "." + "b".repeat(60) + ".invalid";
        server.answers(new Srv(7946, none), new Srv(7946, "127.0.0.8"));
        assertThat(seed.resolve()).containsExactly(Address.parse("127.0.0.8:7946"));

        server.answers(new Srv(7946, none));
        assertThatThrownBy(seed::resolve).hasMessageContaining(none + " cannot be looked up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"srv:", "srv:a b", "srv:a/b", "srv:_gossip._udp.example:7946"})
    void whatIsNoNameIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Seeds.parse(List.of(text)))
                .withMessageContaining("'" + text + "'");
    }
}
