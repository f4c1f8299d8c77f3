package io.gossipdiscovery.spring;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.List;

/**
 * What {@code spring.cloud.inetutils} says of addresses, with the meaning that Spring Cloud gives
 * it.
 *
 * @param ignoredInterfaces regular expressions of interfaces that do not count
 * @param preferredNetworks regular expressions or beginnings; only addresses that match one count
 * @param useOnlySiteLocalInterfaces whether only private addresses count
 * @param defaultIpAddress the address to tell where none was found, or empty
 * @param defaultHostname the name whose address to tell where there is not even that, or empty
 */
public record InetUtilsSettings(
        List<String> ignoredInterfaces,
        List<String> preferredNetworks,
        boolean useOnlySiteLocalInterfaces,
        String defaultIpAddress,
        String defaultHostname) {

    /** Nothing is said. */
    public static final InetUtilsSettings NONE =
            new InetUtilsSettings(List.of(), List.of(), false, "", "");

    static final String PREFIX = "spring.cloud.inetutils";

    /** What the environment says. */
    public static InetUtilsSettings of(Environment environment) {
        Binder binder = Binder.get(environment);
        Bindable<List<String>> texts = Bindable.listOf(String.class);
        return new InetUtilsSettings(
                binder.bind(PREFIX + ".ignored-interfaces", texts).orElse(List.of()),
                binder.bind(PREFIX + ".preferred-networks", texts).orElse(List.of()),
                binder.bind(PREFIX + ".use-only-site-local-interfaces", Boolean.class)
                        .orElse(false),
                text(binder, ".default-ip-address"),
                text(binder, ".default-hostname"));
    }

    /** Spring Cloud's own defaults, 127.0.0.1 and localhost, are nobody's wish. */
    private static String text(Binder binder, String name) {
        return binder.bind(PREFIX + name, String.class).orElse("").trim();
    }
}
