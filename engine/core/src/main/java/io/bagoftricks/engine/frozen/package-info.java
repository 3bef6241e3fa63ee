/** Frozen networks at work: what they compute, and how their inputs are made of a student's. */
@NullMarked
package io.bagoftricks.engine.frozen;

import org.jspecify.annotations.NullMarked;
