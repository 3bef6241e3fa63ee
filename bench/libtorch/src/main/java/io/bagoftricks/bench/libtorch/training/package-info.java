/** Golden training runs: whole steps with tricks, out of plain libtorch operations. */
@NullMarked
package io.bagoftricks.bench.libtorch.training;

import org.jspecify.annotations.NullMarked;
