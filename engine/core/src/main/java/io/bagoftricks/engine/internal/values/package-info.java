/** Looks through the values of arrays. */
@NullMarked
package io.bagoftricks.engine.internal.values;

import org.jspecify.annotations.NullMarked;
