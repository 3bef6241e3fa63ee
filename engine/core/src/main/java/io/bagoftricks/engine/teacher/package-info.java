/** Formats of files with frozen networks that tricks learn from. */
@NullMarked
package io.bagoftricks.engine.teacher;

import org.jspecify.annotations.NullMarked;
