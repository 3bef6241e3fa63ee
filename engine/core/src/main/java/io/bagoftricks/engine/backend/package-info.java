/** Backends as plugins: found with ServiceLoader, the fastest that runs here by default. */
@NullMarked
package io.bagoftricks.engine.backend;

import org.jspecify.annotations.NullMarked;
