/** The results of an evaluation: of all images, and of each. */
@NullMarked
package io.bagoftricks.engine.evaluation;

import org.jspecify.annotations.NullMarked;
