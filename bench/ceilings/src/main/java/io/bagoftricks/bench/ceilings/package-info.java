/** The ceilings of a machine, and how much of them the layers of a training step reach. */
@NullMarked
package io.bagoftricks.bench.ceilings;

import org.jspecify.annotations.NullMarked;
