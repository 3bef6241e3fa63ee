/** Resize and center crop: how images are prepared for evaluation. */
@NullMarked
package io.bagoftricks.tricks.data.resizecentercrop;

import org.jspecify.annotations.NullMarked;
