/**
 * A network on its way to a program: tensors and their places in memory, parameters and gradients
 * in their layouts, steps.
 */
@NullMarked
package io.bagoftricks.backends.onednn.internal.plan;

import org.jspecify.annotations.NullMarked;
