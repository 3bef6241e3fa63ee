/**
 * Teachers at work: a frozen network's inputs are made of the student's, and it is closed with the
 * run.
 */
@NullMarked
package io.bagoftricks.engine.internal.teacher;

import org.jspecify.annotations.NullMarked;
