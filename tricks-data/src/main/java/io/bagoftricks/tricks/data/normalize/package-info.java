/** Normalization of pixels: declared once, the same for training and everything after. */
@NullMarked
package io.bagoftricks.tricks.data.normalize;

import org.jspecify.annotations.NullMarked;
