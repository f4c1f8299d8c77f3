package io.gossipdiscovery.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Map;

/**
 * What this instance tells callers of itself, each as the metadata that they read.
 *
 * @param weight Share of calls in comparison with other instances, at least 1. Read by Spring Cloud
 *     LoadBalancer's weighted mode as metadata 'weight'.
 * @param hint Hint by which callers choose this instance, announced as metadata 'hint'.
 * @param version Version of the application. Default is spring.application.version, or else the one
 *     of the build information.
 * @param apiVersion API version that this instance serves. Read by Spring Cloud LoadBalancer's API
 *     version mode as metadata 'API_VERSION'.
 * @param tags Tags by name, announced as metadata 'tags.*' and shown by Spring Boot Admin.
 */
public record InstanceProperties(
        @Nullable Integer weight,
        @Nullable String hint,
        @Nullable String version,
        @Nullable String apiVersion,
        @DefaultValue Map<String, String> tags) {

    /** What the application says. */
    public InstanceProperties {
        tags = Map.copyOf(tags);
    }
}
