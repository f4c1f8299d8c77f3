package io.gossipdiscovery.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The promise of the README, with real processes and no configuration. */
class ThreeInstancesIT {
    private final ThreeInstances instances = new ThreeInstances();

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
        Set<String> ids = ids(one, two, last);
        three.forEach(process -> instances.lists(process, ids));
        callsReachEverybody(three, ids);
        whatActuatorShows(one, 3);

        lost(last, one, two);
        left(two, one);
        returned(two, one);
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
        victim.kill();
        Set<String> rest = ids(survivors);
        for (SampleProcess survivor : survivors) {
            instances.lists(survivor, rest);
            ThreeInstances.until(
                    "calls from " + survivor.pid() + " reach " + rest,
                    () -> ThreeInstances.answering(survivor, "/call", 6).equals(rest));
        }
    }

    /** SIGTERM: it takes its leave, so the other does not have to find out. */
    private void left(SampleProcess leaving, SampleProcess other) {
        String gossipAddress = leaving.get("/actuator/gossip").read("$.self.address");
        leaving.terminate();
        instances.lists(other, ids(other));
        leaving.await();
        assertThat(states(other, gossipAddress)).containsExactly("LEFT");
    }

    /** The same port again: another life, known as such at once. */
    private void returned(SampleProcess former, SampleProcess other) {
        SampleProcess again = instances.start("again", portIn(former.output()));
        instances.ready(again);
        Set<String> both = ids(other, again);
        instances.lists(other, both);
        instances.lists(again, both);
        String address = again.get("/actuator/gossip").read("$.self.address");
        assertThat(states(other, address)).containsExactly("ALIVE");
        assertThat(generations(other, address))
                .as("the same address, another life")
                .isEqualTo(generations(again, address));
    }

    private static int portIn(String output) {
        return Integer.parseInt(output.replaceAll("(?s).*Tomcat started on port (\\d+).*", "$1"));
    }

    private static List<String> states(SampleProcess process, String address) {
        return process.get("/actuator/gossip")
                .read("$.members[?(@.address == '" + address + "')].state");
    }

    private static List<Object> generations(SampleProcess process, String address) {
        return process.get("/actuator/gossip")
                .read("$.members[?(@.address == '" + address + "')].generation");
    }

    private static Set<String> ids(SampleProcess... processes) {
        return Stream.of(processes).map(SampleProcess::instanceId).collect(Collectors.toSet());
    }
}
