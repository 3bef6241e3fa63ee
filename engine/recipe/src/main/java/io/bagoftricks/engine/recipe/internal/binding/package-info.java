/** JSON with the place of every value, and the way from it to records and back. */
@NullMarked
package io.bagoftricks.engine.recipe.internal.binding;

import org.jspecify.annotations.NullMarked;
