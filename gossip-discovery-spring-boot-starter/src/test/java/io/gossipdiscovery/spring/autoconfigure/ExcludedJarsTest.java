package io.gossipdiscovery.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Applications whose class path really lacks a library: a class of ours that needs it and is
 * touched nonetheless cannot be loaded.
 */
class ExcludedJarsTest {
    private static final String EUREKA = "eureka|netflix";

    @ParameterizedTest
    @CsvSource({
        "spring-boot-health, gossipEndpoint, gossipDiscoveryHealthIndicator",
        "spring-boot-.*actuator|spring-boot-.*metrics, gossipNode, gossipEndpoint",
        "micrometer-(core|jakarta9|registry-prometheus), gossipEndpoint, gossipMeters",
        "spring-boot-.*metrics, gossipNode, gossipMeters",
        "spring-cloud-(starter-)?loadbalancer, gossipNode, loadBalancerCacheEviction",
        "spring-webflux|spring-boot-.*(flux|webclient), gossipNode,gossipReactiveDiscoveryClient",
        "spring-boot-(web-server|tomcat|web|.*webmvc), gossipNode, gossipAutoServiceRegistration"
    })
    void theRestStillStarts(String jars, String there, String missing) throws Exception {
        List<String> beans = run(jars + "|" + EUREKA);

        assertThat(beans)
                .contains("gossipNode", "gossipDiscoveryClient", "gossipServiceRegistry", there)
                .doesNotContain(missing);
    }

    @Test
    void withAllJarsEverythingIsThere() throws Exception {
        assertThat(run(EUREKA))
                .contains(
                        "gossipDiscoveryHealthIndicator",
                        "gossipEndpoint",
                        "gossipMeters",
                        "loadBalancerCacheEviction",
                        "gossipReactiveDiscoveryClient",
                        "gossipAutoServiceRegistration");
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(String jars) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader isolated =
                new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(isolated);
            return (List<String>)
                    isolated.loadClass(Application.class.getName())
                            .getDeclaredMethod("beans")
                            .invoke(null);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] urls(String jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            File file = new File(entry);
            if (!file.getName().matches("(.*-)?(" + jars + ")-.*\\.jar")) {
                urls.add(file.toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** Loaded by the class loader that lacks the jars. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        private static final String TOMCAT_URLS =
                "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";

        /** Starts, stops, and tells the names of the beans there were. */
        public static List<String> beans() {
            if (ClassUtils.isPresent(TOMCAT_URLS, null)) {
                // Only one Tomcat in a JVM may have its own kind of URLs, and this is not the
                // first.
                TomcatURLStreamHandlerFactory.disable();
            }
            SpringApplication application = new SpringApplication(Application.class);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context =
                    application.run(
                            "--spring.application.name=shop",
                            "--server.port=0",
                            "--gossip.discovery.bind.port=0",
                            "--gossip.discovery.seeds=",
                            "--management.endpoints.web.exposure.include=*",
                            "--spring.main.banner-mode=off",
                            "--logging.level.root=error")) {
                return Arrays.asList(context.getBeanDefinitionNames());
            }
        }
    }
}
