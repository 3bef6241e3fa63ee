/** Differences between two runs. */
@NullMarked
package io.bagoftricks.engine.diff;

import org.jspecify.annotations.NullMarked;
