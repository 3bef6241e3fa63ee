package io.bagoftricks.engine.plan;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.state.StoredState;
import io.bagoftricks.engine.internal.teacher.MovingNetwork;
import io.bagoftricks.engine.plan.internal.order.TrickInstance;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The tricks of one run. They are built for it, their setup hooks are called again, so that the
 * network has layers that no other run has, and what they remember is freed at its end.
 */
public final class RunTricks implements AutoCloseable {
  private final RunPlan plan;
  private final Map<String, LiveTrick> tricks;
  private final List<BuiltTrick> built;
  private final RunTeachers teachers;
  private final SetupCalls calls;
  private final Map<HookPoint, List<LiveTrick>> hooks = new EnumMap<>(HookPoint.class);

  private RunTricks(RunPlan plan, List<BuiltTrick> built, RunTeachers teachers, SetupCalls calls) {
    this.plan = plan;
    this.built = List.copyOf(built);
    this.teachers = teachers;
    this.calls = calls;
    tricks = new LinkedHashMap<>();
    built.forEach(trick -> tricks.put(trick.id(), trick.live(plan.calls())));
    for (HookPoint point : HookPoint.values()) {
      hooks.put(point, plan.at(point).stream().map(planned -> find(planned.instance())).toList());
    }
  }

  /**
   * Builds the tricks of a plan.
   *
   * @throws ProblemException if one cannot be built
   * @throws TrickException if one fails, or sets up something else than it did when it was planned
   */
  public static RunTricks of(RunPlan plan) {
    SetupCalls calls = new SetupCalls(plan.calls());
    ProblemList problems = new ProblemList();
    RunTeachers teachers = new RunTeachers(plan);
    TrickBuilder builder =
        new TrickBuilder(
            plan.facts().with(plan.settings().normalization()), problems, calls, teachers);
    Map<String, BuiltTrick> built = new LinkedHashMap<>();
    try {
      for (PlannedTrick planned : plan.tricks()) {
        built.put(
            planned.instance(),
            builder.build(new TrickInstance(planned.entry(), planned.descriptor())));
      }
      Setup setup =
          Setup.of(
              plan.recipe(),
              plan.facts(),
              point ->
                  plan.at(point).stream()
                      .map(planned -> Objects.requireNonNull(built.get(planned.instance())))
                      .toList(),
              problems,
              calls);
      problems.throwErrors();
      difference(plan, setup).ifPresent(RunTricks::refuse);
      return new RunTricks(
          plan.withNetwork(setup.network()), List.copyOf(built.values()), teachers, calls);
    } catch (Throwable e) { // an Error of a plugin too leaves nothing behind
      try {
        BuiltTrick.closeAll(built.values(), calls);
      } catch (RuntimeException alsoWrong) {
        e.addSuppressed(alsoWrong);
      }
      throw e;
    }
  }

  /** The plan, with the network that these tricks have made. */
  public RunPlan plan() {
    return plan;
  }

  /** The tricks at a point, in order. */
  public List<LiveTrick> at(HookPoint point) {
    return hooks.getOrDefault(point, List.of());
  }

  /**
   * The trick of an instance id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LiveTrick find(String instance) {
    LiveTrick trick = tricks.get(instance);
    if (trick == null) {
      throw new IllegalArgumentException("No trick is called '" + instance + "'");
    }
    return trick;
  }

  /** The state of each trick that has a hook, by instance id. */
  public SortedMap<String, StoredState> states() {
    SortedMap<String, StoredState> states = new TreeMap<>();
    for (HookPoint point : HookPoint.values()) {
      at(point).forEach(trick -> states.put(trick.instance(), trick.state()));
    }
    return states;
  }

  /**
   * Builds the networks that they learn from, but those that are built as the student.
   *
   * @param precision of the run
   * @throws io.bagoftricks.engine.problem.ProblemException if one is not there or does not fit
   */
  public void openTeachers(Backend backend, Precision precision) {
    teachers.open(backend, precision);
  }

  /** Builds the teachers that are built as the student. */
  public void openTeachersOfStudent(Supplier<MovingNetwork> copy) {
    teachers.openOfStudent(copy);
  }

  /** Weights that are given to teachers may have moved. */
  public void beginUpdateOfTeachers() {
    teachers.beginUpdate();
  }

  /**
   * Frees what the tricks remember and learn from, and closes those that can be closed.
   *
   * @throws TrickException if one fails to close
   */
  @Override
  public void close() {
    try (teachers) {
      BuiltTrick.closeAll(built, calls);
    }
  }

  /** The hook that has set up something else than was planned, and what that is. */
  private record Difference(HookPoint point, String who, String what) {}

  private static void refuse(Difference difference) {
    throw TrickException.rule(
        "plugin/not-repeatable",
        difference.who(),
        difference.point().method(),
        "the start of the run",
        difference.what()
            + " than when the run was planned. A setup hook knows its settings and the run's facts,"
            + " and no clock and no static field.");
  }

  private static Optional<Difference> difference(RunPlan plan, Setup setup) {
    if (!parts(plan.network()).equals(parts(setup.network()))) {
      return different(plan, HookPoint.ON_INIT, "it made another network");
    }
    if (!plan.settings().equals(setup.settings())) {
      return different(
          plan, HookPoint.ON_INIT, "it set another precision, input size or normalization");
    }
    return groups(plan.groups()).equals(groups(setup.groups()))
        ? Optional.empty()
        : different(plan, HookPoint.ON_PARAM_GROUPS, "it made other groups");
  }

  private static Optional<Difference> different(RunPlan plan, HookPoint point, String what) {
    String who =
        plan.at(point).stream().map(PlannedTrick::instance).collect(Collectors.joining("' or '"));
    return Optional.of(new Difference(point, who, what));
  }

  /** Layers of plugins need not know when they are equal. */
  private static List<String> parts(Network network) {
    return network.vertices().stream().map(RunTricks::part).toList();
  }

  private static String part(Vertex vertex) {
    return vertex.name()
        + vertex.layer().getClass().getName()
        + vertex.inputs()
        + vertex.parameters().stream()
            .map(parameter -> parameter.name() + parameter.role() + parameter.shape())
            .toList();
  }

  private static List<String> groups(List<ParameterGroup> groups) {
    return groups.stream()
        .map(
            group ->
                group.rateFactor()
                    + " "
                    + group.decayFactor()
                    + group.frozen()
                    + group.parameters().stream().map(Parameter::name).toList())
        .toList();
  }
}
