/** Where a value that is not finite came from. */
@NullMarked
package io.bagoftricks.engine.train.internal.nonfinite;

import org.jspecify.annotations.NullMarked;
