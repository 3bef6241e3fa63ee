/**
 * Tests of tricks. {@link io.bagoftricks.testkit.TrickBench} calls one hook at a time with the
 * contexts, the state and the watch of the engine; {@link io.bagoftricks.testkit.TrickContract}
 * checks all that every trick keeps to.
 */
@NullMarked
package io.bagoftricks.testkit;

import org.jspecify.annotations.NullMarked;
