/** Tweak B of a ResNet: strides in the 3x3. */
@NullMarked
package io.bagoftricks.tricks.arch.resnetb;

import org.jspecify.annotations.NullMarked;
