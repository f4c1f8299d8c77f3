/**
 * The front door: assembles a node, starts it, lets it join, leave and close. Imports everything
 * below it; knows nothing of Netty's types.
 */
@NullMarked
package io.gossipdiscovery.node;

import org.jspecify.annotations.NullMarked;
