/** The manifest of a run as it is made, and the data it names. */
@NullMarked
package io.bagoftricks.engine.internal.run;

import org.jspecify.annotations.NullMarked;
