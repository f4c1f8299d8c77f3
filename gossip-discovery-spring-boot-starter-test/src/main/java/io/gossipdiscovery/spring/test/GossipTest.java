package io.gossipdiscovery.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts the application of a {@code @SpringBootTest} into a cluster of its own that lives in memory:
 * real nodes, no socket, no server. The application's node and everything that stands on it is as
 * in production.
 *
 * <pre>{@code
 * @SpringBootTest
 * @GossipTest(nodes = 3)
 * @FakeInstance(service = "stock", port = 8081)
 * class CartTest {
 *     @Autowired DiscoveryClient client;
 *     @Autowired GossipTestCluster cluster;
 * }
 * }</pre>
 *
 * <p>The other nodes run, and their instances are known, before the context has started. A test may
 * have the {@code GossipTestCluster} injected and change the cluster with it; after each test
 * method it is made as it was. Every application context has a cluster of its own, so that contexts
 * may run side by side; classes with equal annotations share a cached context as usual.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface GossipTest {
    /** How many nodes there are besides the application's own; 0 to 64. */
    int nodes() default 1;
}
