/**
 * Calls of tricks, and what is looked at around them: arrays that were written undeclared, layers,
 * loss terms, threads left behind.
 */
@NullMarked
package io.bagoftricks.engine.internal.train.watch;

import org.jspecify.annotations.NullMarked;
