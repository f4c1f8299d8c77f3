/**
 * The only package that knows Netty: one loop, two lanes and the driver that gives the machine its
 * packets and its wake-ups. Imports {@code swim} and what is below it; no Netty type leaves through
 * a public signature.
 */
@NullMarked
package io.gossipdiscovery.netty;

import org.jspecify.annotations.NullMarked;
