/** Tweak C of a ResNet: a deep stem. */
@NullMarked
package io.bagoftricks.tricks.arch.resnetc;

import org.jspecify.annotations.NullMarked;
