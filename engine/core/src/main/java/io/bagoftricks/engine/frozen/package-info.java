/** Frozen networks: what they compute. */
@NullMarked
package io.bagoftricks.engine.frozen;

import org.jspecify.annotations.NullMarked;
