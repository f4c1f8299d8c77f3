/** What operators look at: health, the endpoint {@code gossip}, and metadata for their tools. */
@NullMarked
package io.gossipdiscovery.spring.observe;

import org.jspecify.annotations.NullMarked;
