/** Blur pooling: strides with a low-pass filter before them. */
@NullMarked
package io.bagoftricks.tricks.arch.blurpool;

import org.jspecify.annotations.NullMarked;
