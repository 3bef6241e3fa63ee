/** Single breaks of the product, each of which must turn a test red. */
@NullMarked
package io.bagoftricks.product.breaks;

import org.jspecify.annotations.NullMarked;
