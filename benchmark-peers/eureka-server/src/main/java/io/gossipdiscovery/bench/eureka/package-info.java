/** The server that Eureka's clients need. */
package io.gossipdiscovery.bench.eureka;
