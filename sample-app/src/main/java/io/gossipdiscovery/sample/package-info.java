/** A small application that finds its other instances, calls them and shows them. */
package io.gossipdiscovery.sample;
