/** Where a value that is not finite came from. */
@NullMarked
package io.bagoftricks.engine.internal.train.nonfinite;

import org.jspecify.annotations.NullMarked;
