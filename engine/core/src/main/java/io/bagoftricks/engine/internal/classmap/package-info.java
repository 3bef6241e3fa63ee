/** The part of a network behind a layer, as class maps need its gradient. */
@NullMarked
package io.bagoftricks.engine.internal.classmap;

import org.jspecify.annotations.NullMarked;
