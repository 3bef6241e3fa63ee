/** CutMix: a rectangle of another image is pasted, and its share of the label with it. */
@NullMarked
package io.bagoftricks.tricks.data.cutmix;

import org.jspecify.annotations.NullMarked;
