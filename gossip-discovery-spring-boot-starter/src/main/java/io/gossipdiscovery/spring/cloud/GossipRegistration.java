package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.ServiceStatus;

import org.springframework.cloud.client.serviceregistry.Registration;

import java.net.URI;
import java.util.Map;

/**
 * An instance of this application, as it announces itself.
 *
 * <p>The application's own registration exists before its web server does; until then its port is
 * 0. Thread-safe: what it describes is replaced as a whole.
 */
public final class GossipRegistration implements Registration {
    private final boolean given;
    private volatile Described described;

    /**
     * A registration of that instance. As a bean it is announced in place of what the settings say
     * of the application itself: its status is the application's, and where it has no port, that is
     * the web server's.
     *
     * @throws IllegalArgumentException where its host cannot be part of a URI
     */
    public GossipRegistration(Instance instance) {
        this(instance, true);
    }

    private GossipRegistration(Instance instance, boolean given) {
        this.given = given;
        described = new Described(instance, new GossipServiceInstance(instance));
    }

    /** The registration of an application that is announced as its settings describe it. */
    public static GossipRegistration of(ApplicationInstance application) {
        return new GossipRegistration(application.at(0, ServiceStatus.STARTING), false);
    }

    /** Whether its instance is described by others than the settings. */
    boolean isGiven() {
        return given;
    }

    /** What is announced; its status is the application's own word, whatever an operator says. */
    public Instance instance() {
        return described.instance;
    }

    /** Describes the instance anew. Nothing is announced until it is registered again. */
    public void describe(Instance instance) {
        described = new Described(instance, new GossipServiceInstance(instance));
    }

    void describe(ServiceStatus status) {
        describe(instance().withStatus(status));
    }

    @Override
    public String getInstanceId() {
        return described.view.getInstanceId();
    }

    @Override
    public String getServiceId() {
        return described.view.getServiceId();
    }

    @Override
    public String getHost() {
        return described.view.getHost();
    }

    @Override
    public int getPort() {
        return described.view.getPort();
    }

    @Override
    public boolean isSecure() {
        return described.view.isSecure();
    }

    @Override
    public URI getUri() {
        return described.view.getUri();
    }

    @Override
    public Map<String, String> getMetadata() {
        return described.view.getMetadata();
    }

    @Override
    public String getScheme() {
        return described.view.getScheme();
    }

    @Override
    public String toString() {
        return described.view + " (" + instance().status() + ")";
    }

    private record Described(Instance instance, GossipServiceInstance view) {}
}
