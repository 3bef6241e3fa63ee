/** RandAugment: a few operations, drawn from a list, all of one magnitude. */
@NullMarked
package io.bagoftricks.tricks.data.randaugment;

import org.jspecify.annotations.NullMarked;
