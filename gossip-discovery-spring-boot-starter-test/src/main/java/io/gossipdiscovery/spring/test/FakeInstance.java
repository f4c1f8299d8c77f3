package io.gossipdiscovery.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An instance that one of the other nodes of a {@link GossipTest} offers. Nobody need listen where
 * it points to, unless it is called.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(FakeInstance.All.class)
public @interface FakeInstance {
    /** The name callers ask for. */
    String service();

    /** Unique within the service; empty for the service's name, a dash and the port. */
    String id() default "";

    /** IP literal or host name under which callers reach it. */
    String host() default "127.0.0.1";

    /** 0 (none) to 65535. */
    int port() default 0;

    /** Whether callers must use TLS. */
    boolean secure() default false;

    /** Further facts for callers, each as {@code name=value}. */
    String[] metadata() default {};

    /** Number of the node that offers it, from 0; less than 0 for each node in its turn. */
    int node() default -1;

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @Inherited
    @interface All {
        FakeInstance[] value();
    }
}
