/**
 * Spring Cloud LoadBalancer on top of the catalog: what it may keep, whom it is given, and what is
 * learnt from how calls went. Influenced from below; its own chain of suppliers stays as it is.
 */
@NullMarked
package io.gossipdiscovery.spring.loadbalancer;

import org.jspecify.annotations.NullMarked;
