/** Comparing a backend with reference values that another framework computed. */
@NullMarked
package io.bagoftricks.engine.parity;

import org.jspecify.annotations.NullMarked;
