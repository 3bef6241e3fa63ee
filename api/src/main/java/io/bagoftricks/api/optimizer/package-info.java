/** Optimizers that a recipe can name, and their formulas. */
@NullMarked
package io.bagoftricks.api.optimizer;

import org.jspecify.annotations.NullMarked;
