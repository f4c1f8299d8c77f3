package io.gossipdiscovery.spring.test;

import io.gossipdiscovery.spring.TestIsolation;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Puts a context without {@link GossipTest} into a cluster of its own, where it does not say
 * otherwise. All are equal, so that contexts are shared as ever; the cluster is drawn when a
 * context is made.
 */
record IsolationContextCustomizer() implements ContextCustomizer {
    @Override
    public void customizeContext(
            ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        TestIsolation.isolate(context.getEnvironment());
    }
}
