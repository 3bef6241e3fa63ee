/** Problems that a user can cause and fix, each with an id that {@code docs/problems.md} lists. */
@NullMarked
package io.bagoftricks.engine.problem;

import org.jspecify.annotations.NullMarked;
