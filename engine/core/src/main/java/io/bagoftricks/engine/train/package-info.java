/** Training as others see it: who is told of it, of what, and how it may fail. */
@NullMarked
package io.bagoftricks.engine.train;

import org.jspecify.annotations.NullMarked;
