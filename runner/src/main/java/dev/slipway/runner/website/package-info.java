/**
 * The website template: install, type-check, build, publish.
 *
 * <p>In: a project in the work folder. Out: its site, stored. Never: changes what the project's own
 * scripts would do.
 */
@NullMarked
package dev.slipway.runner.website;

import org.jspecify.annotations.NullMarked;
