/** AutoAugment: pairs of operations that a search has found. */
@NullMarked
package io.bagoftricks.tricks.data.autoaugment;

import org.jspecify.annotations.NullMarked;
