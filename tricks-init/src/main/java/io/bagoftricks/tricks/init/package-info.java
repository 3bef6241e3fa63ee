/** Shared by the tricks on initialization: the rule that fills weights, and where it goes. */
@NullMarked
package io.bagoftricks.tricks.init;

import org.jspecify.annotations.NullMarked;
