/** Tricks, plugins and a backend that exist only to test the engine. */
@NullMarked
package io.bagoftricks.engine.toys;

import org.jspecify.annotations.NullMarked;
