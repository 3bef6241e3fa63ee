/** Tests that need all jars: recipes, parity, determinism, and the rules of the architecture. */
@NullMarked
package io.bagoftricks.recipes;

import org.jspecify.annotations.NullMarked;
