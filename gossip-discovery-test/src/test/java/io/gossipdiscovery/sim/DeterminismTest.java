package io.gossipdiscovery.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** That a seed is the whole truth about a run. */
class DeterminismTest {
    @Seeds(5)
    void theSameSeedGivesTheSameRun(long seed) {
        assertThat(play(seed)).isEqualTo(play(seed));
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        assertThat(play(1)).isNotEqualTo(play(2));
    }

    /** Another JVM has other identity hashes, and another order of {@code Set.of}. */
    @Test
    void anotherJvmPlaysTheSameRun() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DeterminismTest.class.getName(),
                                "3")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo(Long.toHexString(play(3)));
    }

    /** Prints the fingerprint of a seed's run. */
    public static void main(String[] arguments) {
        System.out.println(Long.toHexString(play(Long.parseLong(arguments[0]))));
    }

    private static long play(long seed) {
        SimCluster cluster =
                SimCluster.of(8).seed(seed).scenario("determinism").seeds(0, 1).build();
        cluster.startAll();
        Storm storm = new Storm(cluster, seed);
        storm.rage(Duration.ofSeconds(60));
        storm.end();
        cluster.runFor(Duration.ofSeconds(20));
        return cluster.fingerprint();
    }
}
