package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one offer means beside another. */
final class Offers {
    private Offers() {}

    /** Whether an instance that asked for calls does so no longer. */
    static boolean isRetreat(List<Instance> before, List<Instance> after) {
        Map<Instance.Key, Instance> next = new HashMap<>(); // looked up, never iterated
        after.forEach(instance -> next.put(instance.key(), instance));
        return before.stream()
                .filter(Offers::isUp)
                .map(instance -> next.get(instance.key()))
                .anyMatch(instance -> instance == null || !isUp(instance));
    }

    /** Whether it asks for calls, and says where. */
    static boolean isCallable(Instance instance) {
        return isUp(instance) && instance.port() > 0;
    }

    private static boolean isUp(Instance instance) {
        return instance.status() == ServiceStatus.UP;
    }
}
