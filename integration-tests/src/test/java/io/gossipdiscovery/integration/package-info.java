/** The starter in running applications, beside the real things. */
@NullMarked
package io.gossipdiscovery.integration;

import org.jspecify.annotations.NullMarked;
