package io.gossipdiscovery.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Conditional;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks that no switch for announcing this application is off: {@code
 * gossip.discovery.registration.enabled} and Spring Cloud's, all on when unset. An observer
 * announces nothing.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnGossipDiscoveryEnabled
@Conditional(OnMemberCondition.class)
@ConditionalOnBooleanProperty(
        name = {
            "gossip.discovery.registration.enabled",
            "spring.cloud.service-registry.enabled",
            "spring.cloud.service-registry.auto-registration.enabled"
        },
        matchIfMissing = true)
public @interface ConditionalOnGossipRegistrationEnabled {}
