package io.gossipdiscovery.sim.memberlist;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How many bytes a push/pull takes: a list of made-up members in the form that memberlist gives
 * them, through the compression that it uses (LZW of 9 to 12 bits), and the length of the outcome.
 */
final class PushPullSize {
    private static final int CODES = 4096;
    private static final int FIRST_CODE = 258;
    private static final int HEADER_BYTES = 60;

    private final Settings settings;
    private final TreeMap<Integer, Double> bytesPerMember = new TreeMap<>();

    PushPullSize(Settings settings) {
        this.settings = settings;
    }

    int bytes(int members) {
        int sample = 1;
        while (sample * 1.3 < members && sample < 4000) {
            sample = (int) Math.ceil(sample * 1.3);
        }
        double each = bytesPerMember.computeIfAbsent(sample, this::measure);
        return HEADER_BYTES + (int) (each * members) + settings.sealBytes();
    }

    private double measure(int members) {
        return (double) packed(raw(members)) / members;
    }

    private byte[] raw(int members) {
        SplittableRandom random = new SplittableRandom(members);
        StringBuilder text = new StringBuilder(members * 140);
        for (int i = 0; i < members; i++) {
            text.append("\u0087\u00a4Addr\u00a4").append(letters(random, 4, 256));
            text.append("\u00abIncarnation").append((char) random.nextInt(1, 9));
            text.append("\u00a4Meta\u00da\u0000").append((char) settings.metaBytes());
            text.append(metadata(random)).append("\u00a4Name");
            text.append(letters(random, 1 + settings.nameBytes(), 36));
            text.append("\u00a4Port\u00cdpp\u00a5State\u0000");
            text.append("\u00a3Vsn\u00a6\u0001\u0005\u0002\u0002\u0005\u0005");
        }
        text.append("\u00c0".repeat(settings.userStateBytes()));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Half of it is the same for many members, as names of services and fields are. */
    private String metadata(SplittableRandom random) {
        String same = "service.orders.http.8080.zone-a.region-1.version-1.2.3";
        int half = Math.min(same.length(), settings.metaBytes() / 2);
        return same.substring(0, half) + letters(random, settings.metaBytes() - half, 36);
    }

    private static String letters(SplittableRandom random, int count, int alphabet) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) random.nextInt(alphabet));
        }
        return letters.toString();
    }

    private static int packed(byte[] raw) {
        Map<Integer, Integer> table = new HashMap<>();
        long bits = 9;
        int next = FIRST_CODE;
        int width = 9;
        int prefix = raw[0] & 0xff;
        for (int i = 1; i < raw.length; i++) {
            int key = prefix << 8 | raw[i] & 0xff;
            Integer known = table.get(key);
            if (known != null) {
                prefix = known;
                continue;
            }
            bits += width;
            prefix = raw[i] & 0xff;
            table.put(key, next++);
            if (next == CODES - 1) {
                bits += width;
                table.clear();
                next = FIRST_CODE;
                width = 9;
            } else if (next == 1 << width) {
                width++;
            }
        }
        return (int) ((bits + width + width) / 8);
    }
}
