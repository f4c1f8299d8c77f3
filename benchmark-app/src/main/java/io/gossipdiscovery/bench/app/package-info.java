/** The application that the load test starts, calls and kills. */
@NullMarked
package io.gossipdiscovery.bench.app;

import org.jspecify.annotations.NullMarked;
