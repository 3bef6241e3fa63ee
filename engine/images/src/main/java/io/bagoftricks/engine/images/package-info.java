/** Image files: one decoder for training, evaluation and prediction. */
@NullMarked
package io.bagoftricks.engine.images;

import org.jspecify.annotations.NullMarked;
