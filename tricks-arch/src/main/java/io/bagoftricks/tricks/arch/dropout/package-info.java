/** Dropout of features before the classifier. */
@NullMarked
package io.bagoftricks.tricks.arch.dropout;

import org.jspecify.annotations.NullMarked;
