/**
 * The simulation report: experiments on our machine and on the model of memberlist, side by side,
 * written down as {@code docs/simulation-report.md} with its plots. One command runs it, see
 * CONTRIBUTING.md.
 */
@NullMarked
package io.gossipdiscovery.sim.report;

import org.jspecify.annotations.NullMarked;
