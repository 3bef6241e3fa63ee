/** The order of the tricks of a plan, with reasons, and the steps in which they act. */
@NullMarked
package io.bagoftricks.engine.plan.order;

import org.jspecify.annotations.NullMarked;
