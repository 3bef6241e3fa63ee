/** Shared by the tricks on data: who is blended with whom, how often, and how. */
@NullMarked
package io.bagoftricks.tricks.data;

import org.jspecify.annotations.NullMarked;
