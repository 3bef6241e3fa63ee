/**
 * For programs that train and use networks without the command line: {@link
 * io.bagoftricks.engine.Recipes} reads recipes, {@link io.bagoftricks.engine.Training} trains them.
 */
@NullMarked
package io.bagoftricks.engine;

import org.jspecify.annotations.NullMarked;
