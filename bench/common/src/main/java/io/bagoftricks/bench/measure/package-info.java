/** Measurements: options, times, memory, and the line that reports them. */
@NullMarked
package io.bagoftricks.bench.measure;

import org.jspecify.annotations.NullMarked;
