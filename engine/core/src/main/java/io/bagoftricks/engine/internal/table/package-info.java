/** Tables in files: comma-separated values, and the tables of a run. */
@NullMarked
package io.bagoftricks.engine.internal.table;

import org.jspecify.annotations.NullMarked;
