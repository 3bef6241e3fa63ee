/** Xavier: weights whose variance balances both passes. */
@NullMarked
package io.bagoftricks.tricks.init.xavier;

import org.jspecify.annotations.NullMarked;
