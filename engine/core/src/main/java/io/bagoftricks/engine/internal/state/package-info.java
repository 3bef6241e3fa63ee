/** The values that tricks keep between steps, as checkpoints store them. */
@NullMarked
package io.bagoftricks.engine.internal.state;

import org.jspecify.annotations.NullMarked;
