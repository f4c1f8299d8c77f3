package io.gossipdiscovery.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How this application announces itself.
 *
 * @param enabled Whether to announce this application to the cluster.
 * @param host Host name or IP literal that callers are sent to, such as one that fits the web
 *     server's certificate. Never looked up here. Default is the address at which this application
 *     is reached.
 * @param scheme Scheme by which callers reach this application, where it is not the web server's:
 *     'https' where a proxy in front of it ends TLS. Default follows server.ssl.
 * @param port Port under which callers reach this application. Default is the one of its web
 *     server. Set it behind a port mapping, or to announce an application without a web server; 0
 *     announces it without a port.
 * @param management Whether the management server is a service too.
 * @param health What else the announced status follows, besides readiness.
 */
public record RegistrationProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String host,
        @Nullable Scheme scheme,
        @Nullable Integer port,
        @DefaultValue RegistrationProperties.Management management,
        @DefaultValue RegistrationProperties.Health health) {

    /** How callers speak to an application. */
    public enum Scheme {
        /** Without TLS. */
        HTTP,
        /** With TLS, whoever ends it. */
        HTTPS
    }

    /**
     * Whether the management server is a service too.
     *
     * @param enabled Whether to announce a management server with a port of its own as a service,
     *     by the application's name with '-management' behind it. Its port is told as metadata in
     *     any case.
     */
    public record Management(@DefaultValue("false") boolean enabled) {}

    /**
     * What else the announced status follows, besides readiness.
     *
     * @param group Health group that has to be well for this instance to be announced as UP. Unset,
     *     readiness alone decides. Discovery's own health does not count.
     * @param interval Time between two looks at the group.
     * @param debounce How long the group's health must have been another one before the announced
     *     status changes.
     */
    public record Health(
            @Nullable String group,
            @DefaultValue("1s") Duration interval,
            @DefaultValue("3s") Duration debounce) {}
}
