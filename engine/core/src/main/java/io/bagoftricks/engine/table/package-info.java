/** Tables in files: comma-separated values. */
@NullMarked
package io.bagoftricks.engine.table;

import org.jspecify.annotations.NullMarked;
