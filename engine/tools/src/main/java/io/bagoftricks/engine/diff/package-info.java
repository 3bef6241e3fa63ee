/** What tells two runs apart. */
@NullMarked
package io.bagoftricks.engine.diff;

import org.jspecify.annotations.NullMarked;
