/** Random crop of the padded image: shifts by a few pixels, for images of 32 pixels. */
@NullMarked
package io.bagoftricks.tricks.data.randomcroppadded;

import org.jspecify.annotations.NullMarked;
