/** Recipes, their types and their schema: strict reading, with every problem reported at once. */
@NullMarked
package io.bagoftricks.engine.recipe;

import org.jspecify.annotations.NullMarked;
