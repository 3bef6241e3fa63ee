/** Damaged inputs: refused with a reason, or read as if they were whole; never anything else. */
@NullMarked
package io.bagoftricks.product.fuzz;

import org.jspecify.annotations.NullMarked;
