package io.gossipdiscovery.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks that neither our own switch nor Spring Cloud's for all service discovery is off: {@code
 * gossip.discovery.enabled} and {@code spring.cloud.discovery.enabled}, both on when unset.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty(
        name = {"gossip.discovery.enabled", "spring.cloud.discovery.enabled"},
        matchIfMissing = true)
public @interface ConditionalOnGossipDiscoveryEnabled {}
