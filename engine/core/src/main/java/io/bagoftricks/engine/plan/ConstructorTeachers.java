package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.Teachers;

/** Hands teachers to one trick, in its constructor alone: later none could be planned. */
final class ConstructorTeachers implements Teachers {
  private final TrickInstance who;
  private final TeacherLoading loading;
  private boolean ended;

  ConstructorTeachers(TrickInstance who, TeacherLoading loading) {
    this.who = who;
    this.loading = loading;
  }

  @Override
  public Teacher load(TeacherSource source) {
    if (ended) {
      throw new IllegalStateException(
          "A teacher is asked for in the constructor of the trick, so that it is planned with the"
              + " run");
    }
    return loading.load(who, source);
  }

  /** The constructor has returned. */
  void end() {
    ended = true;
  }
}
