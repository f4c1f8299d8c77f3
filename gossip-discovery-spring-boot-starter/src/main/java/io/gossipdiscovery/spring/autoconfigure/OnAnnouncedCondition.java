package io.gossipdiscovery.spring.autoconfigure;

import io.gossipdiscovery.spring.cloud.GossipRegistration;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;

/** There is something to announce: a web server, or what the settings name instead. */
final class OnAnnouncedCondition extends AnyNestedCondition {
    OnAnnouncedCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    /** Its port is known once it listens. */
    @ConditionalOnWebApplication
    @ConditionalOnClass(WebServerInitializedEvent.class)
    static final class WebServer {}

    /** The application listens by other means, or in a server that is not Boot's. */
    @ConditionalOnProperty("gossip.discovery.registration.port")
    static final class Port {}

    /** Further services of the process. */
    @ConditionalOnProperty("gossip.discovery.services[0].name")
    static final class Services {}

    /** The application describes its instance itself. */
    @ConditionalOnBean(GossipRegistration.class)
    static final class Given {}
}
