/** The ResNet tweaks B, C and D of the Bag of Tricks paper. */
@NullMarked
package io.bagoftricks.tricks.arch.xresnetd;

import org.jspecify.annotations.NullMarked;
