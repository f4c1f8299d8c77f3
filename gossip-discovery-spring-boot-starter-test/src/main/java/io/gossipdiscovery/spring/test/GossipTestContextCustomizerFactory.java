package io.gossipdiscovery.spring.test;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

import java.util.List;

/**
 * Finds {@link GossipTest} on test classes, their parents and those that enclose them. Where there
 * is none, the context is kept apart from others.
 */
final class GossipTestContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        ClusterSpec spec = ClusterSpec.of(testClass);
        return spec == null
                ? new IsolationContextCustomizer()
                : new GossipTestContextCustomizer(spec);
    }
}
