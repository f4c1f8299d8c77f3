/**
 * A cluster in memory around a {@code @SpringBootTest}: {@code @GossipTest} and
 * {@code @FakeInstance}.
 */
@NullMarked
package io.gossipdiscovery.spring.test;

import org.jspecify.annotations.NullMarked;
