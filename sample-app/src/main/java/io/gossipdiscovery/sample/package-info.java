/** A small application that finds its other instances, calls them and shows them. */
@NullMarked
package io.gossipdiscovery.sample;

import org.jspecify.annotations.NullMarked;
