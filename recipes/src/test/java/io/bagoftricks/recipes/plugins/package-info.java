/** Plugins that misbehave: each is named, none goes unnoticed. */
@NullMarked
package io.bagoftricks.recipes.plugins;

import org.jspecify.annotations.NullMarked;
