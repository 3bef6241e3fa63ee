package io.bagoftricks.testkit;

/** A rule that every trick keeps to. */
public enum Rule {
  /** It has a card with the usual sections, whose table lists its settings and their defaults. */
  CARD(CardRule::check),
  /** Its settings come back from a written recipe as they were; an unknown one is refused. */
  SETTINGS(SettingsRule::check),
  /** With {@code "enabled": false} a run ends in the bits of a run without the trick. */
  DISABLED(TrainingRules::disabled),
  /** The same seed gives the same bits. */
  REPEATABLE(TrainingRules::repeatable),
  /**
   * It edits what it declares and nothing else, and remembers in its {@code TrickState} all that a
   * resumed run needs: new instances in the middle change nothing.
   */
  STATE(TrainingRules::state),
  /** The same where weights and state lie on a device whose memory the host does not see. */
  DEVICE(TrainingRules::device),
  /** Evaluation leaves weights and running statistics as training left them. */
  EVALUATION(TrainingRules::evaluation),
  /**
   * On a network without batch norm two micro-batches give the weights of one whole batch, to 1e-4
   * of the largest weight.
   */
  MICRO_BATCHES(TrainingRules::microBatches),
  /** A run beside another one is as it is alone. */
  INSTANCES(TrainingRules::instances);

  interface Check {
    void on(TrickBench bench) throws Exception;
  }

  private final Check check;

  Rule(Check check) {
    this.check = check;
  }

  /**
   * Checks a trick.
   *
   * @throws AssertionError if it breaks this rule
   * @throws Exception if it cannot run
   */
  void check(TrickBench bench) throws Exception {
    check.on(bench);
  }
}
