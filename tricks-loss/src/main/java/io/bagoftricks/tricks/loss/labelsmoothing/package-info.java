/** Label smoothing: targets that leave some probability to the other classes. */
@NullMarked
package io.bagoftricks.tricks.loss.labelsmoothing;

import org.jspecify.annotations.NullMarked;
