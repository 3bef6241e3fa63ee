/** Random erasing: a rectangle of the image is hidden. */
@NullMarked
package io.bagoftricks.tricks.data.randomerasing;

import org.jspecify.annotations.NullMarked;
