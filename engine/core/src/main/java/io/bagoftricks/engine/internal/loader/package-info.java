/** Images: where they come from, and the loader threads that prepare them. */
@NullMarked
package io.bagoftricks.engine.internal.loader;

import org.jspecify.annotations.NullMarked;
