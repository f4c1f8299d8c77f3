/** What Spring Cloud asks of a service registry: discovery clients, registration and events. */
@NullMarked
package io.gossipdiscovery.spring.cloud;

import org.jspecify.annotations.NullMarked;
