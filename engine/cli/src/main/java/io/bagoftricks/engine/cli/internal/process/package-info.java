/** The process around a command: how its arguments come in, its output goes out, and it ends. */
@NullMarked
package io.bagoftricks.engine.cli.internal.process;

import org.jspecify.annotations.NullMarked;
