/** Gradient clipping: an upper limit on how large gradients may be. */
@NullMarked
package io.bagoftricks.tricks.optim.gradientclip;

import org.jspecify.annotations.NullMarked;
