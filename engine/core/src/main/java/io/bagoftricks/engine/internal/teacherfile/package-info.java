/** Finds teachers among the files of this machine, and builds those that were trained here. */
@NullMarked
package io.bagoftricks.engine.internal.teacherfile;

import org.jspecify.annotations.NullMarked;
