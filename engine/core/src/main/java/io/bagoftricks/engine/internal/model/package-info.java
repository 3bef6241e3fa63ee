/** The networks a recipe can name, in the paper's baseline form. */
@NullMarked
package io.bagoftricks.engine.internal.model;

import org.jspecify.annotations.NullMarked;
