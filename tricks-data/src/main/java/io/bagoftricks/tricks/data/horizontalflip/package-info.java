/** Horizontal flip: half of the training images are mirrored. */
@NullMarked
package io.bagoftricks.tricks.data.horizontalflip;

import org.jspecify.annotations.NullMarked;
