package io.bagoftricks.engine.explain;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plan.ParameterGroup;
import io.bagoftricks.engine.plan.PlannedTeacher;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TypeEntry;
import io.bagoftricks.engine.split.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains a plan: what will run, in which order and why, on what, and how much memory it takes.
 */
public final class PlanText {
  private static final int WIDTH = 120;

  private final RunPlan plan;
  private final List<String> lines = new ArrayList<>();

  private PlanText(RunPlan plan) {
    this.plan = plan;
  }

  /** The explanation, in lines of at most 120 columns. */
  public static String of(RunPlan plan) {
    PlanText text = new PlanText(plan);
    text.header();
    text.order();
    text.tricks();
    text.groups();
    text.schedules();
    text.memory();
    text.notes();
    return String.join("\n", text.lines) + "\n";
  }

  /**
   * The network in one line: model, parameters, and how a backend that is not known may store
   * activations.
   */
  static String network(RunPlan plan) {
    String asked = lower(plan.settings().precision());
    return described(plan, isWide(plan.settings().precision()) ? asked : asked + " or wider");
  }

  /**
   * The network in one line: model, parameters, and how activations are stored.
   *
   * @param stored name of the precision in lower case, as a backend stores them
   */
  public static String network(RunPlan plan, String stored) {
    String asked = lower(plan.settings().precision());
    return described(
        plan, stored.equals(asked) ? stored : "%s, not %s: faster here".formatted(stored, asked));
  }

  private static String described(RunPlan plan, String stored) {
    List<Parameter> parameters = plan.network().parameters();
    long values = parameters.stream().mapToLong(Parameter::elements).sum();
    return String.format(
        Locale.ROOT,
        "%s: %s million parameters in %d tensors, activations as %s",
        named(
            plan.recipe().model(),
            Figures.settings(plan.recipe().model().settings()),
            Figures.settings(plan.recipe().start())),
        String.format(Locale.ROOT, "%.2f", values / 1e6),
        parameters.size(),
        stored);
  }

  private static String lower(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** Whether activations have at least 32 bits. */
  private static boolean isWide(Precision precision) {
    return precision == precision.masters();
  }

  private void header() {
    RunFacts facts = plan.facts();
    TrainingConfig training = plan.recipe().training();
    add(plan.recipe().name());
    add("  model      " + network(plan));
    add(
        "  data       %s images of %s in %s classes%s"
            .formatted(
                Figures.count(facts.trainExamples()),
                facts.input(),
                Figures.count(facts.classes()),
                splits()));
    long rest = facts.trainExamples() % facts.batchSize();
    boolean smallerLast = rest > 0 && !training.dropLast();
    long micro = micro();
    add(
        String.format(
            Locale.ROOT,
            "  training   %d epochs of %s steps; %s images per step%s%s; seed %d",
            facts.epochs(),
            Figures.count(facts.stepsPerEpoch()),
            Figures.count(facts.batchSize()),
            smallerLast ? " (an epoch's last: " + Figures.count(rest) + ")" : "",
            micro == facts.batchSize() ? "" : ", " + Figures.count(micro) + " at a time",
            training.seed()));
    String sizes = InputSizes.text(plan.settings().inputSizes(), facts.epochs());
    if (!sizes.isEmpty()) {
      add("  input      " + sizes);
    }
    int repeats = plan.settings().repeats();
    if (repeats > 1) {
      add(
          String.format(
              Locale.ROOT,
              "  images     %s of %s in an epoch, each %d times",
              Figures.count((facts.trainExamples() + repeats - 1) / repeats),
              Figures.count(facts.trainExamples()),
              repeats));
    }
    TypeEntry<Optimizer> optimizer = plan.recipe().optimizer();
    add("  optimizer  " + named(optimizer, Figures.settings(optimizer.settings())));
    plan.teachers().forEach(teacher -> add("  teacher    " + words(teacher)));
    plan.meanTeachers()
        .forEach(
            teacher ->
                add(
                    "  teacher    this very network, with weights that '%s' gives it"
                        .formatted(teacher.instance())));
  }

  /** The splits besides train, where there is a choice: of data without one the note tells. */
  private String splits() {
    String validation =
        plan.recipe()
            .splits()
            .validation()
            .filter(chosen -> chosen instanceof Validation.Share)
            .map(share -> " (a part of train: " + Figures.settings((Record) share) + ")")
            .orElse("");
    String test = Figures.count(plan.data().testExamples()) + " for the test";
    return plan.roles().choosesByTest()
        ? "; " + test
        : "; %s for validation%s%s"
            .formatted(
                Figures.count(plan.data().validationExamples()),
                validation,
                plan.roles().test().isPresent() ? ", " + test : "");
  }

  private static String words(PlannedTeacher teacher) {
    return teacher
        .model()
        .map(TeacherModel::facts)
        .map(
            facts ->
                "%s%s%s, frozen, for %s"
                    .formatted(
                        facts.description(),
                        facts.parameters() == 0
                            ? ""
                            : ": " + Figures.count(facts.parameters()) + " parameters",
                        facts.input().map(shape -> ", images of " + shape).orElse(""),
                        teacher.instance()))
        .orElseGet(() -> "%s, for %s".formatted(teacher.source().path(), teacher.instance()));
  }

  /** Images of the largest forward that there is. */
  private long micro() {
    return Math.min(plan.recipe().training().microBatchSize(), plan.facts().batchSize());
  }

  private void order() {
    List<String> order = OrderLines.of(plan);
    if (!order.isEmpty()) {
      add("Order of tricks (where no reason is given, another order would do the same)");
      order.forEach(this::add);
    }
  }

  private void tricks() {
    if (!plan.recipe().tricks().isEmpty()) {
      add("Tricks: settings -> what they did to this network");
    }
    int width =
        plan.recipe().tricks().stream().mapToInt(entry -> entry.id().length()).max().orElse(0);
    for (TrickEntry entry : plan.recipe().tricks()) {
      String receipts =
          plan.receipts().stream()
              .filter(receipt -> receipt.instance().equals(entry.id()))
              .map(receipt -> receipt.effect().toString())
              .collect(Collectors.joining(", "));
      String settings =
          Stream.of(Figures.settings(entry.config()), WindowText.of(plan, entry))
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining(" "));
      String name = entry.id() + " ".repeat(width - entry.id().length());
      add("  %s  %s%s".formatted(name, settings, receipts.isEmpty() ? "" : " -> " + receipts));
    }
  }

  private void groups() {
    add("Parameter groups");
    for (ParameterGroup group : plan.groups()) {
      long values = group.parameters().stream().mapToLong(Parameter::elements).sum();
      String roles =
          group.parameters().stream()
              .map(Parameter::role)
              .distinct()
              .sorted()
              .map(role -> role.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      add(
          String.format(
              Locale.ROOT,
              "  %5d tensors %14s values   decay %-8s rate x %-6s %s",
              group.parameters().size(),
              Figures.count(values),
              Figures.value(plan.recipe().optimizer().made().weightDecay() * group.decayFactor()),
              Figures.value(group.rateFactor()),
              roles + frozen(group)));
    }
  }

  /** Steps are counted from 1, as people do. */
  private static String frozen(ParameterGroup group) {
    return group.frozen().isEmpty()
        ? ""
        : group.frozen().stream()
            .map(
                steps ->
                    String.format(Locale.ROOT, "steps %d to %d", steps.from() + 1, steps.until()))
            .collect(Collectors.joining(", ", "; frozen in ", ""));
  }

  private void schedules() {
    ScheduleChart.lines("Learning rate", plan.learningRate(), plan.facts()).forEach(this::add);
    ScheduleChart.lines("Momentum", plan.momentum(), plan.facts()).forEach(this::add);
  }

  private void memory() {
    Precision precision = plan.settings().precision();
    MemoryEstimate memory = MemoryEstimate.of(plan, precision);
    add(
        ("Memory, about %s in %s: weights %s, gradients %s, optimizer %s, "
                + "activations of %s images %s, a batch of %s images %s,%s batches in the loader "
                + "(Java heap) %s")
            .formatted(
                Figures.bytes(memory.total()),
                isWide(precision)
                    ? "32 bits"
                    : "32 bits, activations in 16 (%s where they are stored in 32)"
                        .formatted(
                            Figures.bytes(MemoryEstimate.of(plan, precision.masters()).total())),
                Figures.bytes(memory.weights()),
                Figures.bytes(memory.gradients()),
                Figures.bytes(memory.optimizer()),
                Figures.count(micro()),
                Figures.bytes(memory.activations()),
                Figures.count(plan.facts().batchSize()),
                Figures.bytes(memory.batch()),
                plan.teachers().isEmpty() && plan.meanTeachers().isEmpty()
                    ? ""
                    : " teachers " + Figures.bytes(memory.teachers()) + ",",
                Figures.bytes(memory.loader())));
  }

  private void notes() {
    Stream.of(plan.notes().stream(), plan.assumed().stream(), plan.chosenByTest().stream())
        .flatMap(notes -> notes)
        .forEach(
            note -> add("%s: %s".formatted(note.severity().name().toLowerCase(Locale.ROOT), note)));
  }

  private static String named(TypeEntry<?> entry, String... settings) {
    String all =
        Stream.of(settings).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    return entry.type().title() + (all.isEmpty() ? "" : " (" + all + ")");
  }

  /** Adds a line; what does not fit continues below, further in. */
  private void add(String text) {
    String rest = OneLine.of(text).stripTrailing();
    int indent = (int) rest.chars().takeWhile(c -> c == ' ').count() + 6;
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      int cut = space > indent ? space : WIDTH;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(cut).strip();
    }
    lines.add(rest);
  }
}
