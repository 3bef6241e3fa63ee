package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;

/** Answers tricks that ask for a teacher in their constructors. */
interface TeacherLoading {
  /** The teacher of a source. */
  Teacher load(TrickInstance who, TeacherSource source);
}
