/** Trained networks in the formats of others. */
@NullMarked
package io.bagoftricks.engine.export;

import org.jspecify.annotations.NullMarked;
