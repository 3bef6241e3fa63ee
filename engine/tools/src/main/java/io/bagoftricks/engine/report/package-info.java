/** The report of a run: one page that needs nothing else. */
@NullMarked
package io.bagoftricks.engine.report;

import org.jspecify.annotations.NullMarked;
