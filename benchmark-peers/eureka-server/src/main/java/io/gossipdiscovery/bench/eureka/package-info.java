/** The server that Eureka's clients need. */
@NullMarked
package io.gossipdiscovery.bench.eureka;

import org.jspecify.annotations.NullMarked;
