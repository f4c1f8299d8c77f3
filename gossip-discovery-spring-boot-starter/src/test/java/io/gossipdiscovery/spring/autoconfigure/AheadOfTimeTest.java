package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.spring.GossipDiscoveryProperties;
import io.gossipdiscovery.spring.GossipNode;
import io.gossipdiscovery.spring.LoadBalancerSettings;
import io.gossipdiscovery.spring.cloud.GossipDiscoveryClient;
import io.gossipdiscovery.spring.observe.GossipEndpoint;
import io.gossipdiscovery.spring.observe.GossipReport;

import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import java.io.IOException;

/**
 * What is made of the starter's beans ahead of time. That it runs is shown with the sample: {@code
 * mvn -Paot -pl sample-app -am verify}.
 */
class AheadOfTimeTest {
    private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
    private final DefaultGenerationContext generated =
            new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get(Application.class)), files);

    @Test
    void beansAreMadeByGeneratedCode() throws IOException {
        process();

        assertThat(source(GossipDiscoveryAutoConfiguration.class))
                .contains("gossipConfig(", "gossipNode(");
        assertThat(source(GossipDiscoveryClientAutoConfiguration.class))
                .contains(GossipDiscoveryClient.class.getSimpleName());
    }

    @Test
    void nothingIsStartedForIt() {
        try (AnnotationConfigApplicationContext context = process()) {
            assertThat(context.getBeanFactory().getSingletonNames())
                    .doesNotContain("gossipNode", "gossipDiscoveryClient");
            assertThat(context.getBeanFactory().getBeanNamesForType(GossipNode.class, true, false))
                    .containsExactly("gossipNode");
        }
    }

    @Test
    void aNativeImageKnowsWhatIsReflectedUpon() throws NoSuchMethodException {
        process();
        RuntimeHints hints = generated.getRuntimeHints();
        ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();

        for (Class<?> bound :
                new Class<?>[] {
                    GossipDiscoveryProperties.Probe.class, LoadBalancerSettings.Quarantine.class
                }) {
            assertThat(reflection.onConstructorInvocation(bound.getDeclaredConstructors()[0]))
                    .as("constructor of %s", bound)
                    .accepts(hints);
        }
        assertThat(reflection.onMethodInvocation(GossipEndpoint.class, "explain")).accepts(hints);
        assertThat(reflection.onMethodInvocation(GossipReport.class, "members")).accepts(hints);
        assertThat(reflection.onMethodInvocation(GossipReport.MemberReport.class, "state"))
                .accepts(hints);
    }

    /** Of the context nothing is created but what generation needs. */
    private AnnotationConfigApplicationContext process() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(
                        "spring.application.name=aot",
                        "eureka.client.enabled=false",
                        "management.endpoints.web.exposure.include=gossip")
                .applyTo(context);
        context.register(Application.class);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
        generated.writeGeneratedContent();
        return context;
    }

    private String source(Class<?> configuration) throws IOException {
        String path = configuration.getName().replace('.', '/') + "__BeanDefinitions.java";
        return files.getGeneratedFileContent(Kind.SOURCE, path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
