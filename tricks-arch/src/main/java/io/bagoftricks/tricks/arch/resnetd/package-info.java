/** Tweak D of a ResNet: shortcuts that average. */
@NullMarked
package io.bagoftricks.tricks.arch.resnetd;

import org.jspecify.annotations.NullMarked;
