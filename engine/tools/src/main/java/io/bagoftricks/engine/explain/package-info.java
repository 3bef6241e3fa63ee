/** Plans as text for people. */
@NullMarked
package io.bagoftricks.engine.explain;

import org.jspecify.annotations.NullMarked;
