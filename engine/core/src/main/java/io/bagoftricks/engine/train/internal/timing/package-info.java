/** The spans of a run, for a profiler where there is one. */
@NullMarked
package io.bagoftricks.engine.train.internal.timing;

import org.jspecify.annotations.NullMarked;
