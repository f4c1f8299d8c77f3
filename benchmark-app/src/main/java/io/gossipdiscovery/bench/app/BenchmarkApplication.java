package io.gossipdiscovery.bench.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Answers with its port. What it sees, and when, goes to the standard output: lines that begin with
 * {@code @}, times by the monotonic clock, which all processes of a machine share.
 */
@RestController
@SpringBootApplication
public class BenchmarkApplication {
    private final Environment environment;

    BenchmarkApplication(Environment environment) {
        this.environment = environment;
    }

    /** Starts it; the standard input gives the commands and ends it. */
    public static void main(String[] args) {
        SpringApplication.run(BenchmarkApplication.class, args);
    }

    /** For who asks for this very one: Eureka's client would ask for its server through it. */
    @Bean(defaultCandidate = false)
    @LoadBalanced
    RestClient.Builder loadBalanced(RestClientBuilderConfigurer configurer) {
        return configurer.configure(RestClient.builder());
    }

    /** By its port, callers and catalogs know who it is. */
    @GetMapping("/who")
    String who() {
        return environment.getRequiredProperty("local.server.port");
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Report.line("ready", System.nanoTime(), who());
    }

    @EventListener
    void heartbeat(HeartbeatEvent event) {
        Report.line("heartbeat", System.nanoTime());
    }
}
