/** Every recipe can be read and planned, and the embedded sample is what it says. */
@NullMarked
package io.bagoftricks.recipes;

import org.jspecify.annotations.NullMarked;
