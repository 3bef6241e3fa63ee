/** Conclusions from the order of a plan. */
@NullMarked
package io.bagoftricks.engine.internal.order;

import org.jspecify.annotations.NullMarked;
