/** Mixed precision: 16 bits where values are stored, 32 where they are summed up. */
@NullMarked
package io.bagoftricks.tricks.optim.mixedprecision;

import org.jspecify.annotations.NullMarked;
