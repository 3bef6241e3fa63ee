/** Models: networks that a recipe can name. */
@NullMarked
package io.bagoftricks.api.model;

import org.jspecify.annotations.NullMarked;
