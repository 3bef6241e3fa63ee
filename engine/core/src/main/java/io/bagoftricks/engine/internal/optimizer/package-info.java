/** The optimizers a recipe can name. */
@NullMarked
package io.bagoftricks.engine.internal.optimizer;

import org.jspecify.annotations.NullMarked;
