/** Image files: one decoder for training, evaluation and prediction, and the data sets of files. */
@NullMarked
package io.bagoftricks.engine.images;

import org.jspecify.annotations.NullMarked;
