package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.teacher.InputConversion;
import io.bagoftricks.engine.internal.teacher.LiveTeacher;
import java.util.LinkedHashMap;
import java.util.Map;

/** The teachers of one run: built when it starts, freed at its end. */
public final class RunTeachers implements TeacherLoading, AutoCloseable {
  private final RunPlan plan;
  private final Map<TeacherSource, LiveTeacher> teachers = new LinkedHashMap<>();

  RunTeachers(RunPlan plan) {
    this.plan = plan;
    plan.teachers().forEach(planned -> teachers.put(planned.source(), new LiveTeacher()));
  }

  /**
   * Builds all of them.
   *
   * @param precision of the run
   * @throws io.bagoftricks.engine.problem.ProblemException if one is not there or does not fit
   */
  public void open(Backend backend, Precision precision) {
    for (PlannedTeacher planned : plan.teachers()) {
      TeacherModel model = planned.present();
      InputConversion conversion =
          new InputConversion(
              plan.settings().normalization(),
              model.facts().normalization(),
              model.facts().input().map(shape -> shape.size()));
      find(planned.source()).open(model.open(backend, precision), conversion);
    }
  }

  @Override
  public Teacher load(TrickInstance who, TeacherSource source) {
    return find(source);
  }

  @Override
  public void close() {
    teachers.values().forEach(LiveTeacher::close);
  }

  private LiveTeacher find(TeacherSource source) {
    LiveTeacher teacher = teachers.get(source);
    if (teacher == null) {
      throw new IllegalStateException(
          "It asks for another teacher than when the run was planned: " + source.path());
    }
    return teacher;
  }
}
