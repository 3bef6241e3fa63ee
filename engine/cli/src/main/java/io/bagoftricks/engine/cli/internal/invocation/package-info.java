/** The parts that commands share: the call, its session, and the options that several take. */
@NullMarked
package io.bagoftricks.engine.cli.internal.invocation;

import org.jspecify.annotations.NullMarked;
