/** The contents of data: counts, sizes, statistics, duplicates, files that cannot be read. */
@NullMarked
package io.bagoftricks.engine.inspect;

import org.jspecify.annotations.NullMarked;
