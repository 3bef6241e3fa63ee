/** Tables in files: comma-separated values. */
@NullMarked
package io.bagoftricks.engine.internal.table;

import org.jspecify.annotations.NullMarked;
