/** Passes that train nothing: evaluation, statistics of a pass over data, maps of a class. */
@NullMarked
package io.bagoftricks.engine.internal.train.evaluation;

import org.jspecify.annotations.NullMarked;
