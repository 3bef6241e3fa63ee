package io.bagoftricks.engine.plan;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Teacher;
import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.TeacherWeights;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.teacher.LiveTeacher;
import io.bagoftricks.engine.internal.teacher.MeanTeacher;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.RecipeWriter;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds the teachers of a run that is planned, and checks that they fit it. */
final class TeacherPlanning implements TeacherLoading {
  private final Optional<TeacherFinder> finder;
  private final RunFacts facts;
  private final ProblemList problems;
  private final Map<TeacherSource, PlannedTeacher> found = new LinkedHashMap<>();
  private final Set<MeanTeacherPlan> students = new LinkedHashSet<>();

  /**
   * No teachers yet.
   *
   * @param finder empty where a plan is made that nobody trains
   */
  TeacherPlanning(Optional<TeacherFinder> finder, RunFacts facts, ProblemList problems) {
    this.finder = finder;
    this.facts = facts;
    this.problems = problems;
  }

  @Override
  public Teacher load(TrickInstance who, TeacherSource source) {
    PlannedTeacher before = found.get(source);
    found.put(
        source,
        before == null
            ? planned(who, source, finder.flatMap(f -> find(f, who, source)))
            : before.askedBy(who.id()));
    return new LiveTeacher(); // never opened: nothing computes while a run is planned
  }

  @Override
  public Teacher ofStudent(TrickInstance who, int number, Supplier<TeacherWeights> weights) {
    students.add(new MeanTeacherPlan(who.id(), number));
    return new MeanTeacher(weights); // never opened either
  }

  /** Those built as the student. */
  List<MeanTeacherPlan> ofStudent() {
    return List.copyOf(students);
  }

  /** All that tricks have asked for, in this order. */
  List<PlannedTeacher> teachers() {
    return List.copyOf(found.values());
  }

  private static PlannedTeacher planned(
      TrickInstance who, TeacherSource source, Optional<TeacherModel> model) {
    return new PlannedTeacher(source, List.of(who.id()), place(who, source), model);
  }

  /** The place of the setting that has the path of a source, else that of the trick. */
  private static String place(TrickInstance who, TeacherSource source) {
    TrickEntry entry = who.entry();
    Map<String, String> settings = RecipeWriter.settings(entry.config());
    String path = "\"" + source.path() + "\"";
    return ResultKey.teacherPaths(entry.config()).stream()
        .filter(setting -> path.equals(settings.get(setting)))
        .findFirst()
        .map(entry.places()::of)
        .orElse(entry.where());
  }

  private Optional<TeacherModel> find(TeacherFinder from, TrickInstance who, TeacherSource source) {
    try {
      Optional<TeacherModel> model = from.find(source);
      if (model.isEmpty()) {
        problems.add(planned(who, source, model).warning());
      }
      model.ifPresent(there -> check(who, source, there.facts()));
      return model;
    } catch (ProblemException e) {
      error(
          who,
          source,
          "teacher/unusable",
          "'%s' cannot learn from '%s': %s"
              .formatted(
                  who.id(),
                  source.path(),
                  e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "))));
      return Optional.empty();
    }
  }

  private void check(TrickInstance who, TeacherSource source, TeacherFacts teacher) {
    if (teacher.classes() != facts.classes()) {
      error(
          who,
          source,
          "teacher/classes",
          String.format(
              Locale.ROOT,
              "'%s' learns from '%s', which tells %d classes apart, but the data have %d. Use a teacher that was trained on these classes.",
              who.id(),
              source.path(),
              teacher.classes(),
              facts.classes()));
    }
    if (teacher.channels() != facts.input().channels()) {
      error(
          who,
          source,
          "teacher/channels",
          String.format(
              Locale.ROOT,
              "'%s' learns from '%s', which takes images of %d channels, but those of this run have %d. Use a teacher that was trained on such images.",
              who.id(),
              source.path(),
              teacher.channels(),
              facts.input().channels()));
    }
    teacher
        .input()
        .filter(size -> !isOfTheSameForm(size, facts.input()))
        .ifPresent(
            size ->
                error(
                    who,
                    source,
                    "teacher/size",
                    "'%s' learns from '%s', which takes images of %s, but those of this run have %s: no resizing makes one of the other without distorting them. Use a teacher whose images have the same ratio of height to width."
                        .formatted(who.id(), source.path(), size.size(), facts.input().size())));
  }

  /** Whether one can be resized to the other; a pixel more or less is rounding. */
  private static boolean isOfTheSameForm(Shape one, Shape other) {
    double width = (double) one.height() / other.height() * other.width();
    return Math.abs(width - one.width()) <= 1;
  }

  private void error(TrickInstance who, TeacherSource source, String id, String message) {
    problems.add(Problem.error(id, place(who, source), message));
  }
}
