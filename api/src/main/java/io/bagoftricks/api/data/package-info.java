/**
 * Sources of images that a recipe can name. Pictures may stay encoded until their geometry is
 * known: {@link io.bagoftricks.api.data.Dataset#picture}.
 */
@NullMarked
package io.bagoftricks.api.data;

import org.jspecify.annotations.NullMarked;
