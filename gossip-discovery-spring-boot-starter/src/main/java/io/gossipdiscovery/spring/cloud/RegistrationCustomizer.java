package io.gossipdiscovery.spring.cloud;

import io.gossipdiscovery.model.Instance;

/**
 * Has a say in how this application announces itself. Beans of this type are asked in order, when
 * the registration is made and again when the web server's port is known.
 */
@FunctionalInterface
public interface RegistrationCustomizer {
    /** The instance as it should be announced. Its status is not this one's business. */
    Instance customize(Instance instance);
}
