/** AugMix: an image is mixed with chains of operations on it. */
@NullMarked
package io.bagoftricks.tricks.data.augmix;

import org.jspecify.annotations.NullMarked;
