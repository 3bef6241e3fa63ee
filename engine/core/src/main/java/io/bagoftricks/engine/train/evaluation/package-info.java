/** The results of an evaluation: of all images, and of each. */
@NullMarked
package io.bagoftricks.engine.train.evaluation;

import org.jspecify.annotations.NullMarked;
