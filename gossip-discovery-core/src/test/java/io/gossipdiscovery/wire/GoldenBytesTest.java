package io.gossipdiscovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The format, frozen: a change of these bytes is a change of {@link WireFormat#VERSION}. */
class GoldenBytesTest {
    private static final NodeId NODE =
            new NodeId(Address.parse("10.0.0.1:7946"), 0x0102030405060708L);
    private static final NodeId SIX = new NodeId(Address.parse("[2001:db8::7]:80"), 9);

    @Test
    void aPing() {
        PacketWriter writer = new PacketWriter(WireFormat.clusterTag("default"), 1400);
        writer.begin(NODE, 0x11, new Message.Ping(0x22, 0x33, 0x80));
        writer.add(RumorCodec.encode(new Rumor.Alive(SIX, 300)));
        ByteBuffer packet = writer.finish();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        assertThat(hex(bytes))
                .isEqualTo(
                        "47440101"
                                + "e0dec1aef109ada1b3dd278e"
                                + "040a0000011f0a0102030405060708"
                                + "0000000000000011"
                                + "00000000000000220000000000000033"
                                + "8001"
                                + "011d0620010db80000000000000000000000070050000000000000000"
                                + "9ac02");
    }

    @Test
    void whatAnObserverAsksBearsAFlag() {
        PacketWriter writer = new PacketWriter(WireFormat.clusterTag("default"), 1400, true);
        writer.begin(NODE, 0x11, new Message.Fetch(List.of()));
        ByteBuffer packet = writer.finish();
        assertThat(packet.get(3)).isEqualTo((byte) 0x87);
        PacketReader reader = new PacketReader(WireFormat.clusterTag("default"));
        assertThat(reader.read(packet)).isNull();
        assertThat(reader.isByObserver()).isTrue();
        assertThat(reader.message()).isEqualTo(new Message.Fetch(List.of()));
    }

    @Test
    void aCheckAndWhatWasSeen() {
        byte[] check = packet(new Message.Check(0x22, 0x80, List.of(1, 255)));
        assertThat(check[3]).isEqualTo((byte) 25);
        assertThat(body(check)).isEqualTo("00000000000000228001" + "0201ff" + "00".repeat(35));
        byte[] seen =
                packet(
                        new Message.Seen(
                                0x22,
                                0x80,
                                SIX.address(),
                                Dial.REFUSED,
                                List.of(
                                        Dial.NOT_TRIED,
                                        Dial.CONNECTED,
                                        Dial.SILENT,
                                        Dial.UNKNOWN_NAME,
                                        Dial.LOOPBACK)));
        assertThat(seen[3]).isEqualTo((byte) 26);
        assertThat(body(seen))
                .isEqualTo(
                        "00000000000000228001"
                                + "0620010db80000000000000000000000070050"
                                + "02"
                                + "050001030405");
    }

    @Test
    void noAnswerToACheckIsLonger() {
        List<Dial> most = Collections.nCopies(Message.Check.MOST_INSTANCES, Dial.LOOPBACK);
        Message seen =
                new Message.Seen(-1, WireFormat.COUNTER_CEILING, SIX.address(), Dial.SILENT, most);
        assertThat(packet(seen))
                .hasSizeLessThanOrEqualTo(packet(new Message.Check(-1, 1, List.of())).length);
    }

    @Test
    void rumors() {
        String node = "040a0000011f0a0102030405060708";
        String six = "0620010db800000000000000000000000700500000000000000009";
        assertThat(hex(RumorCodec.encode(new Rumor.Suspect(NODE, 1, SIX))))
                .isEqualTo("022c" + node + "01" + six + "00");
        assertThat(hex(RumorCodec.encode(new Rumor.Dead(NODE, 1, NODE, 200))))
                .isEqualTo("0322" + node + "01" + node + "c80100");
        Rumor.Dead proven = new Rumor.Dead(NODE, 1, NODE, 0, Evidence.GONE, SIX);
        assertThat(hex(RumorCodec.encode(proven)))
                .isEqualTo("033c" + node + "01" + node + "0002" + six);
        assertThat(hex(RumorCodec.encode(new Rumor.Left(NODE, 2, 0))))
                .isEqualTo("0411" + node + "0200");
        assertThat(hex(RumorCodec.encode(new Rumor.Notice(NODE, 5))))
                .isEqualTo("0610" + node + "05");
        assertThat(hex(RumorCodec.encode(new Rumor.Offered(NODE, 5, new byte[] {1, 2}))))
                .isEqualTo("0512" + node + "050102");
    }

    @Test
    void anOffer() {
        Instance instance =
                Instance.of("s", "i", "h", 8080)
                        .withSecure(true)
                        .withStatus(ServiceStatus.DRAINING)
                        .withVersion("1")
                        .withMetadata(Map.of("k", "v"));
        Offer offer = new Offer(1, new TreeMap<>(Map.of("zone", "a")), List.of(instance));
        assertThat(hex(OfferCodec.encode(offer)))
                .isEqualTo(
                        "01047a6f6e650161"
                                + "01"
                                + "11"
                                + "0173"
                                + "0169"
                                + "0168"
                                + "1f90"
                                + "01"
                                + "02"
                                + "0131"
                                + "01"
                                + "016b"
                                + "0176");
    }

    @Test
    void clusterNamesAreTagged() {
        assertThat(WireFormat.clusterTag("default")).isNotEqualTo(WireFormat.clusterTag("Default"));
    }

    private static byte[] packet(Message message) {
        PacketWriter writer = new PacketWriter(WireFormat.clusterTag("default"), 1400);
        writer.begin(NODE, 0x11, message);
        ByteBuffer packet = writer.finish();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }

    /** What follows the header. */
    private static String body(byte[] packet) {
        return hex(Arrays.copyOfRange(packet, 39, packet.length));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
