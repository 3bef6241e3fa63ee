/** The fast CPU backend: a static plan of oneDNN primitives over one arena. */
@NullMarked
package io.bagoftricks.backends.onednn;

import org.jspecify.annotations.NullMarked;
