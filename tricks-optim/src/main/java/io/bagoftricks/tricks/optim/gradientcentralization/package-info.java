/** Gradient centralization: gradients of weights without their mean. */
@NullMarked
package io.bagoftricks.tricks.optim.gradientcentralization;

import org.jspecify.annotations.NullMarked;
