/** Lookahead: slow weights that follow the trained ones from time to time. */
@NullMarked
package io.bagoftricks.tricks.optim.lookahead;

import org.jspecify.annotations.NullMarked;
