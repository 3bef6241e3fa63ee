/** Plugins that misbehave: each is named, none goes unnoticed. */
@NullMarked
package io.bagoftricks.product.plugins;

import org.jspecify.annotations.NullMarked;
