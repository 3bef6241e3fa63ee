package io.bagoftricks.engine.plan;

import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.state.Owned;
import io.bagoftricks.engine.internal.teacher.InputConversion;
import io.bagoftricks.engine.internal.teacher.LiveTeacher;
import io.bagoftricks.engine.internal.teacher.MeanTeacher;
import io.bagoftricks.engine.internal.teacher.MovingNetwork;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The teachers of one run: built when it starts, freed at its end. */
final class RunTeachers implements TeacherLoading, AutoCloseable {
  private final RunPlan plan;
  private final Map<TeacherSource, LiveTeacher> teachers = new LinkedHashMap<>();
  private final List<MeanTeacher> students = new ArrayList<>();

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
  void open(Backend backend, Precision precision) {
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
  public Teacher ofStudent(TrickInstance who, int number, Supplier<TeacherWeights> weights) {
    if (!plan.meanTeachers().contains(new MeanTeacherPlan(who.id(), number))) {
      throw new IllegalStateException(
          "It asks for another teacher than when the run was planned: one built as the student");
    }
    MeanTeacher teacher = new MeanTeacher(weights);
    students.add(teacher);
    return teacher;
  }

  /** Builds those that are built as the student. */
  void openOfStudent(Supplier<MovingNetwork> copy) {
    students.forEach(teacher -> teacher.open(copy.get()));
  }

  /** Weights that are given to teachers may have moved. */
  void beginUpdate() {
    students.forEach(MeanTeacher::beginUpdate);
  }

  @Override
  public void close() {
    try (Owned all = new Owned()) {
      teachers.values().forEach(teacher -> all.add(teacher::close));
      students.forEach(teacher -> all.add(teacher::close));
    }
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
