/** Sums and means over rows of numbers, as training and evaluation need them. */
@NullMarked
package io.bagoftricks.engine.internal.metric;

import org.jspecify.annotations.NullMarked;
