/**
 * Sources of images that a recipe can name. Experimental: pictures will stay encoded until their
 * geometry is known, so that {@link io.bagoftricks.api.data.Dataset} gets a method more.
 */
@NullMarked
package io.bagoftricks.api.data;

import org.jspecify.annotations.NullMarked;
