/** The optimizers a recipe can name. */
@NullMarked
package io.bagoftricks.engine.optimizer;

import org.jspecify.annotations.NullMarked;
