/** Deeplearning4j doing the same work as our engine, in the only type it is fast in: float32. */
@NullMarked
package io.bagoftricks.bench.dl4j;

import org.jspecify.annotations.NullMarked;
