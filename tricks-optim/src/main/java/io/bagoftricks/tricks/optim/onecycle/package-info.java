/** One-cycle: a learning rate that rises and falls once, and a momentum that does the opposite. */
@NullMarked
package io.bagoftricks.tricks.optim.onecycle;

import org.jspecify.annotations.NullMarked;
