/**
 * Small classes that put the beans together, one per layer and optional library. They hold bean
 * methods only, and every bean gives way to the application's own.
 */
@NullMarked
package io.gossipdiscovery.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
