/** Binary cross-entropy: every class a yes-or-no question of its own. */
@NullMarked
package io.bagoftricks.tricks.loss.bceloss;

import org.jspecify.annotations.NullMarked;
