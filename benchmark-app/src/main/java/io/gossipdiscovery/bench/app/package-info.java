/** The application that the load test starts, calls and kills. */
package io.gossipdiscovery.bench.app;
