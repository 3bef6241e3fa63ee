/** What every backend on the class path must do, held against the reference and definitions. */
@NullMarked
package io.bagoftricks.recipes.conformance;

import org.jspecify.annotations.NullMarked;
