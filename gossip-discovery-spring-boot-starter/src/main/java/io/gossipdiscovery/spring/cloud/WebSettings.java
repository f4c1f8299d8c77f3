package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Address;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.Optional;

/**
 * What the environment says of the web servers, as Boot reads it but without Boot's classes: an
 * application may have no web server and lack them.
 */
public final class WebSettings {
    private final Environment environment;

    public WebSettings(Environment environment) {
        this.environment = environment;
    }

    /**
     * Whether a server speaks TLS.
     *
     * @param ssl the prefix of its settings for that, such as {@code server.ssl}
     */
    public boolean isSecure(String ssl) {
        return Binder.get(environment)
                        .bind(ssl, Bindable.mapOf(String.class, Object.class))
                        .isBound()
                && environment.getProperty(ssl + ".enabled", Boolean.class, true);
    }

    /** The path below which the application is, or empty. */
    public String contextPath() {
        return environment.getProperty(
                "server.servlet.context-path",
                environment.getProperty("spring.webflux.base-path", ""));
    }

    /** The path of Spring MVC below {@link #contextPath}, or empty. */
    public String servletPath() {
        String path = environment.getProperty("spring.mvc.servlet.path", "");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The IP address that a setting gives; empty where it is unset, or a name. */
    public Optional<Address> address(String property) {
        return literal(environment.getProperty(property, ""));
    }

    /** The text as an IP address; empty where it is none. */
    public static Optional<Address> literal(String text) {
        try {
            return Optional.of(Address.of(text.trim(), 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
