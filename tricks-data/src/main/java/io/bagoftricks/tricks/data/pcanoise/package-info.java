/** PCA noise: colors are shifted along the principal components of natural images. */
@NullMarked
package io.bagoftricks.tricks.data.pcanoise;

import org.jspecify.annotations.NullMarked;
