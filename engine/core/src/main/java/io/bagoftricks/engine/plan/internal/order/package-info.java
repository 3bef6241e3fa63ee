/** The order of tricks, found from what they declare; conflicts, in words. */
@NullMarked
package io.bagoftricks.engine.plan.internal.order;

import org.jspecify.annotations.NullMarked;
