package io.gossipdiscovery.sample;

import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who answers. */
@RestController
class HelloController {
    private final Registration registration;

    HelloController(Registration registration) {
        this.registration = registration;
    }

    @GetMapping("/hello")
    Hello hello() {
        return new Hello(registration.getInstanceId(), registration.getPort());
    }

    /** The instance that answered. */
    record Hello(String instanceId, int port) {}
}
