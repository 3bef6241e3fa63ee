/** Shared by the tricks on data: who is blended with whom, and the operations of policies. */
@NullMarked
package io.bagoftricks.tricks.data;

import org.jspecify.annotations.NullMarked;
