/** The command line. */
@NullMarked
package io.bagoftricks.engine.cli;

import org.jspecify.annotations.NullMarked;
