/** Frozen networks that tricks learn from: those of finished runs, and those of files. */
@NullMarked
package io.bagoftricks.engine.teacher;

import org.jspecify.annotations.NullMarked;
