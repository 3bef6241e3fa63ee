/**
 * Sources of images that a recipe can name. Experimental: a later version will tell validation from
 * test, so that {@link io.bagoftricks.api.data.Split} gets a value more.
 */
@NullMarked
package io.bagoftricks.api.data;

import org.jspecify.annotations.NullMarked;
