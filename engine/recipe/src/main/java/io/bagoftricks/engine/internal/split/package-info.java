/** How splits are drawn, and what their names may be. */
@NullMarked
package io.bagoftricks.engine.internal.split;

import org.jspecify.annotations.NullMarked;
