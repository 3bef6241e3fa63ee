/** Random recipes: whatever tricks are put together, a run stays finite and repeats to the bit. */
@NullMarked
package io.bagoftricks.product.random;

import org.jspecify.annotations.NullMarked;
