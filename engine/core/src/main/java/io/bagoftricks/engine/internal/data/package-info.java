/** The sources of data that a recipe can name. */
@NullMarked
package io.bagoftricks.engine.internal.data;

import org.jspecify.annotations.NullMarked;
