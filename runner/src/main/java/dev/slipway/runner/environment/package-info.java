/**
 * What commands of steps see of the machine's environment.
 *
 * <p>In: the runner's own environment. Out: a new one from a list of names, with folders of its
 * own. Never: passes on what is not listed, nor anything of Slipway's but the attempt's uid.
 */
@NullMarked
package dev.slipway.runner.environment;

import org.jspecify.annotations.NullMarked;
