package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import java.util.function.Supplier;

/** Hands teachers to one trick, in its constructor alone: later none could be planned. */
final class ConstructorTeachers implements Teachers {
  private final TrickInstance who;
  private final TeacherLoading loading;
  private int students;
  private boolean ended;

  ConstructorTeachers(TrickInstance who, TeacherLoading loading) {
    this.who = who;
    this.loading = loading;
  }

  @Override
  public Teacher load(TeacherSource source) {
    checkInConstructor();
    return loading.load(who, source);
  }

  @Override
  public Teacher ofStudent(Supplier<TeacherWeights> weights) {
    checkInConstructor();
    return loading.ofStudent(who, students++, weights);
  }

  /** The constructor has returned. */
  void end() {
    ended = true;
  }

  private void checkInConstructor() {
    if (ended) {
      throw new IllegalStateException(
          "A teacher is asked for in the constructor of the trick, so that it is planned with the"
              + " run");
    }
  }
}
