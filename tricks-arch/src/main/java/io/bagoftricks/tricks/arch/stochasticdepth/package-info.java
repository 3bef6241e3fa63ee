/** Stochastic depth: residual branches that are dropped at random. */
@NullMarked
package io.bagoftricks.tricks.arch.stochasticdepth;

import org.jspecify.annotations.NullMarked;
