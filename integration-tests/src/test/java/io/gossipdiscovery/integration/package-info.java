/** The starter in running applications, beside the real things. */
package io.gossipdiscovery.integration;
