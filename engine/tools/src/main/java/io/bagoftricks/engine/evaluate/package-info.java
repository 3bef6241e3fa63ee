/** Tells how good a trained network is on labeled images: as a whole, by class, and where wrong. */
@NullMarked
package io.bagoftricks.engine.evaluate;

import org.jspecify.annotations.NullMarked;
