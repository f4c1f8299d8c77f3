/**
 * Properties and lifecycle: what an application says of its node, and when the node lives. Imports
 * Spring and the front door, and neither {@code cloud} nor {@code observe}.
 */
@NullMarked
package io.gossipdiscovery.spring;

import org.jspecify.annotations.NullMarked;
