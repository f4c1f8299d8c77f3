package io.gossipdiscovery.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;

import io.gossipdiscovery.sample.SampleProcess.Life;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The promise of the README, with real processes and no configuration. */
class ThreeInstancesIT {
    private final ThreeInstances instances = new ThreeInstances();
    private final List<Life> ended = new ArrayList<>();
    private final Map<String, Duration> measured = new LinkedHashMap<>();

    @AfterEach
    void end() {
        instances.close();
    }

    @Test
    void threeApplicationsFindCallAndLoseEachOther() {
        List<SampleProcess> three = instances.start();
        SampleProcess one = three.get(0);
        SampleProcess two = three.get(1);
        SampleProcess last = three.get(2);
        long ready = System.nanoTime();
        Set<String> ids = ids(one, two, last);
        three.forEach(process -> instances.lists(process, ids));
        measured("three list each other, after the last was ready", ready);
        callsReachEverybody(three, ids);
        whatActuatorShows(one, 3);

        lost(last, one, two);
        left(two, one);
        returned(two, one);

        measured.forEach((what, time) -> System.out.printf("%6d ms  %s%n", time.toMillis(), what));
    }

    private void callsReachEverybody(List<SampleProcess> three, Set<String> ids) {
        for (SampleProcess caller : three) {
            assertThat(ThreeInstances.answering(caller, "/call", 9)).isEqualTo(ids);
            assertThat(ThreeInstances.answering(caller, "/call-reactive", 9)).isEqualTo(ids);
        }
    }

    private void whatActuatorShows(SampleProcess process, int members) {
        DocumentContext gossip = process.get("/actuator/gossip");
        assertThat(gossip.<List<String>>read("$.members[*].state"))
                .hasSize(members)
                .containsOnly("ALIVE");
        assertThat(process.get("/actuator/health").jsonString())
                .contains("\"gossip\"")
                .contains("UP");
    }

    /** kill -9: the survivors drop it, and calls go on. */
    private void lost(SampleProcess victim, SampleProcess... survivors) {
        ended.add(victim.life());
        Set<String> rest = ids(survivors);
        long start = System.nanoTime();
        victim.kill();
        Stream.of(survivors).forEach(survivor -> instances.lists(survivor, rest));
        measured("kill -9, until every other dropped it", start);
        for (SampleProcess survivor : survivors) {
            ThreeInstances.until(
                    "calls from " + survivor.pid() + " reach " + rest,
                    () -> ThreeInstances.answering(survivor, "/call", 6).equals(rest));
        }
    }

    /** SIGTERM: it takes its leave, so the other does not have to find out. */
    private void left(SampleProcess leaving, SampleProcess other) {
        Life life = leaving.life();
        ended.add(life);
        Set<String> rest = ids(other);
        long start = System.nanoTime();
        leaving.terminate();
        instances.lists(other, rest);
        measured("SIGTERM, until every other dropped it", start);
        leaving.await();
        assertThat(states(other, life.address())).containsExactly("LEFT");
    }

    /**
     * The same web port again, and the lowest gossip port that is free, which one of the ended had:
     * a later life of that address, known as such at once.
     */
    private void returned(SampleProcess former, SampleProcess other) {
        SampleProcess again = instances.start("again", portIn(former.output()));
        instances.ready(again);
        long ready = System.nanoTime();
        Set<String> both = ids(other, again);
        instances.lists(other, both);
        instances.lists(again, both);
        measured("restarted, until both list both, after it was ready", ready);

        Life life = again.life();
        assertThat(ended).extracting(Life::address).contains(life.address());
        assertThat(ended)
                .filteredOn(before -> before.address().equals(life.address()))
                .allSatisfy(
                        before -> assertThat(life.generation()).isGreaterThan(before.generation()));
        assertThat(states(other, life.address())).containsExactly("ALIVE");
        assertThat(generations(other, life.address())).containsExactly(life.generation());
    }

    /** For whoever reads the output. How long something takes is no fact to fail by. */
    private void measured(String what, long startNanos) {
        measured.put(what, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private static int portIn(String output) {
        return Integer.parseInt(output.replaceAll("(?s).*Tomcat started on port (\\d+).*", "$1"));
    }

    private static List<String> states(SampleProcess process, String address) {
        return process.get("/actuator/gossip")
                .read("$.members[?(@.address == '" + address + "')].state");
    }

    private static List<Long> generations(SampleProcess process, String address) {
        List<Number> generations =
                process.get("/actuator/gossip")
                        .read("$.members[?(@.address == '" + address + "')].generation");
        return generations.stream().map(Number::longValue).toList();
    }

    private static Set<String> ids(SampleProcess... processes) {
        return Stream.of(processes).map(SampleProcess::instanceId).collect(Collectors.toSet());
    }
}
