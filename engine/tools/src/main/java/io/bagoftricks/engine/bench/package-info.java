/** How fast the steps of a recipe are, on synthetic images. */
@NullMarked
package io.bagoftricks.engine.bench;

import org.jspecify.annotations.NullMarked;
