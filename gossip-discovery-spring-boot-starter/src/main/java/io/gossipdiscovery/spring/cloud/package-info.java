/**
 * What Spring Cloud asks of a service registry: discovery clients, registration, events, and a load
 * balancer that does not remember the dead.
 */
@NullMarked
package io.gossipdiscovery.spring.cloud;

import org.jspecify.annotations.NullMarked;
