package io.gossipdiscovery.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.util.List;

/** Calls any instance by the service's name, and shows which there are. */
@RestController
class CallController {
    private static final String SERVICE = "sample-app";
    private static final String HELLO = "http://" + SERVICE + "/hello";

    private final RestTemplate restTemplate;
    private final WebClient webClient;
    private final DiscoveryClient discoveryClient;

    CallController(
            RestTemplate restTemplate,
            WebClient.Builder webClientBuilder,
            DiscoveryClient discoveryClient) {
        this.restTemplate = restTemplate;
        this.webClient = webClientBuilder.build();
        this.discoveryClient = discoveryClient;
    }

    @GetMapping("/call")
    HelloController.@Nullable Hello call() {
        return restTemplate.getForObject(HELLO, HelloController.Hello.class);
    }

    @GetMapping("/call-reactive")
    Mono<HelloController.Hello> callReactive() {
        return webClient.get().uri(HELLO).retrieve().bodyToMono(HelloController.Hello.class);
    }

    @GetMapping("/instances")
    List<Instance> instances() {
        return discoveryClient.getInstances(SERVICE).stream().map(Instance::of).toList();
    }

    /** What {@code DiscoveryClient} says of one instance. */
    record Instance(@Nullable String instanceId, String host, int port, String uri) {
        static Instance of(ServiceInstance instance) {
            return new Instance(
                    instance.getInstanceId(),
                    instance.getHost(),
                    instance.getPort(),
                    instance.getUri().toString());
        }
    }
}
