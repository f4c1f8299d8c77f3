package io.gossipdiscovery.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

import java.util.List;

/** Finds {@link GossipTest} on test classes, their parents and those that enclose them. */
final class GossipTestContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        ClusterSpec spec = ClusterSpec.of(testClass);
        return spec == null ? null : new GossipTestContextCustomizer(spec);
    }
}
