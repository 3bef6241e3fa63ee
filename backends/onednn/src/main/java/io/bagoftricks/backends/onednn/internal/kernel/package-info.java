/** Each layer's forward and backward pass. */
@NullMarked
package io.bagoftricks.backends.onednn.internal.kernel;

import org.jspecify.annotations.NullMarked;
