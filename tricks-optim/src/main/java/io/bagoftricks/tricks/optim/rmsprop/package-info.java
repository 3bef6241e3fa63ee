/** The optimizer RMSprop, in TensorFlow's and in PyTorch's form. */
@NullMarked
package io.bagoftricks.tricks.optim.rmsprop;

import org.jspecify.annotations.NullMarked;
