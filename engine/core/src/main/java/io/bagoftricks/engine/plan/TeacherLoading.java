package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import java.util.function.Supplier;

/** Answers tricks that ask for a teacher in their constructors. */
interface TeacherLoading {
  /** The teacher of a source. */
  Teacher load(TrickInstance who, TeacherSource source);

  /**
   * A teacher built as the student.
   *
   * @param number how many of them this trick has asked for before, in this constructor
   */
  Teacher ofStudent(TrickInstance who, int number, Supplier<TeacherWeights> weights);
}
