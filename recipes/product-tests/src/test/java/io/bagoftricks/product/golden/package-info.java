/** Whole trainings against runs of libtorch in float64. */
@NullMarked
package io.bagoftricks.product.golden;

import org.jspecify.annotations.NullMarked;
