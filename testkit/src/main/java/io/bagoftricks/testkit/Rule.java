package io.bagoftricks.testkit;

import java.util.Optional;

/** A rule that every trick keeps to. */
public enum Rule {
  /** It has a card with the usual sections, whose table lists its settings and their defaults. */
  CARD,
  /**
   * Its settings come back from a written recipe as they were; an unknown one is refused, and so
   * are NaN and infinities for a number.
   */
  SETTINGS,
  /**
   * Values just inside the range of a number of the settings (also one in an {@code Optional}, in a
   * list or in a record of settings) can be planned, those just outside are refused under its name,
   * and its row in the card has the bound; so are lists without items and long ones planned or
   * refused.
   */
  RANGES,
  /**
   * With {@code "enabled": false} a run ends in the bits of a run without the trick, and is
   * evaluated alike.
   */
  DISABLED,
  /**
   * With the entry of {@code META-INF/tricks/<id>.neutral.json}, whose settings change nothing by
   * their definition, a run ends in the bits of a run without the trick, and is evaluated alike.
   */
  NEUTRAL,
  /** The same seed gives the same bits. */
  REPEATABLE,
  /**
   * It edits what it declares and nothing else, and remembers in its {@code TrickState} all that a
   * resumed run needs: new instances in the middle change nothing.
   */
  STATE,
  /** The same where weights and state lie on a device whose memory the host does not see. */
  DEVICE,
  /**
   * A run that goes on from the files of a checkpoint ends in the bits of one that never stopped.
   */
  CHECKPOINT,
  /** Evaluation leaves weights and running statistics as training left them. */
  EVALUATION,
  /**
   * On a network without batch norm two micro-batches give the weights of one whole batch, to 1e-4
   * of the largest weight.
   */
  MICRO_BATCHES,
  /** A run beside another one is as it is alone. */
  INSTANCES,
  /**
   * It keeps no array of every call: the watch of a strict run over more calls than it compares
   * finds none. Garbage does not count, of which operations of ND4J leave some by themselves.
   */
  ARRAYS,
  /**
   * Where its order with a trick of another jar of the class path changes what a hook makes, a
   * stage, an order, a conflict or the access to slots decides it.
   */
  ORDER;

  /** Why this rule says nothing of a trick, a sentence; empty where it does. */
  Optional<String> inapplicable(TrickBench bench) {
    String file = EntryFile.NEUTRAL.name(bench.id());
    return this == NEUTRAL && EntryFile.NEUTRAL.read(bench.provider(), bench.id()).isEmpty()
        ? Optional.of("There is no " + file + " with settings by which it changes nothing.")
        : Optional.empty();
  }

  /**
   * Checks a trick that the rule applies to.
   *
   * @throws AssertionError if it breaks this rule
   * @throws Exception if it cannot run
   */
  void check(TrickBench bench) throws Exception {
    switch (this) {
      case CARD -> CardRule.check(bench);
      case SETTINGS -> SettingsRule.check(bench);
      case RANGES -> RangesRule.check(bench);
      case DISABLED -> TrainingRules.disabled(bench);
      case NEUTRAL -> TrainingRules.neutral(bench);
      case REPEATABLE -> TrainingRules.repeatable(bench);
      case STATE -> TrainingRules.state(bench);
      case DEVICE -> TrainingRules.device(bench);
      case CHECKPOINT -> CheckpointRule.check(bench);
      case EVALUATION -> TrainingRules.evaluation(bench);
      case MICRO_BATCHES -> TrainingRules.microBatches(bench);
      case INSTANCES -> TrainingRules.instances(bench);
      case ARRAYS -> TrainingRules.arrays(bench);
      case ORDER -> OrderRule.check(bench);
    }
  }
}
