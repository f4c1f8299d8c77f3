package io.gossipdiscovery.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** The application is a member: an observer announces nothing. */
final class OnMemberCondition extends NoneNestedConditions {
    OnMemberCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    /** It only looks on. */
    @ConditionalOnBooleanProperty("gossip.discovery.observer")
    static final class Observer {}
}
