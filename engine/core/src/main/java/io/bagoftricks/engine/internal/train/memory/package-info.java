/** The memory of a network at work: plans by shape, arrays of a batch, first weights, copies. */
@NullMarked
package io.bagoftricks.engine.internal.train.memory;

import org.jspecify.annotations.NullMarked;
