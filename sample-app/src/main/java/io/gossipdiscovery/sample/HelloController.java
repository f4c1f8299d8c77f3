package io.gossipdiscovery.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who answers. */
@RestController
class HelloController {
    private static final Hello NOBODY = new Hello("not announced", 0);

    private final ObjectProvider<Registration> registration;

    /** An application that is not announced has no registration. */
    HelloController(ObjectProvider<Registration> registration) {
        this.registration = registration;
    }

    @GetMapping("/hello")
    Hello hello() {
        Registration announced = registration.getIfAvailable();
        return announced == null
                ? NOBODY
                : new Hello(announced.getInstanceId(), announced.getPort());
    }

    /** The instance that answered. */
    record Hello(@Nullable String instanceId, int port) {}
}
