/** Mixup: the network sees blends of two images and learns blends of their labels. */
@NullMarked
package io.bagoftricks.tricks.data.mixup;

import org.jspecify.annotations.NullMarked;
