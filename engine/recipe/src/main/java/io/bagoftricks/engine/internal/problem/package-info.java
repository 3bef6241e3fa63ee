/** How problems are gathered, placed and written. */
@NullMarked
package io.bagoftricks.engine.internal.problem;

import org.jspecify.annotations.NullMarked;
