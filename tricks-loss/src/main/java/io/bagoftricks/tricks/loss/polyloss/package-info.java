/** PolyLoss: cross-entropy with another weight on its first polynomial term. */
@NullMarked
package io.bagoftricks.tricks.loss.polyloss;

import org.jspecify.annotations.NullMarked;
