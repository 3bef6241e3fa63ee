/** Selective backprop as a third party would write it, against the API alone. */
@NullMarked
package io.bagoftricks.product.selectivebackprop;

import org.jspecify.annotations.NullMarked;
