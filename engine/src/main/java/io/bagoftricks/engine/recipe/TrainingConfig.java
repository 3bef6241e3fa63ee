package io.bagoftricks.engine.recipe;

import java.util.Locale;

/**
 * How long and in which portions to train.
 *
 * @param epochs passes over the training data
 * @param batchSize examples of one update: the effective batch
 * @param microBatch examples of one forward, a memory setting; 0 means the whole batch
 * @param seed of all draws
 * @param dropLast whether the last, smaller batch of an epoch is left out
 * @param evaluateEvery epochs between evaluations; the last epoch is always evaluated
 * @param loaderThreads threads that prepare images; they change no result
 * @param checkpoint when checkpoints are written; they change no result
 * @param onNonFinite what happens when the loss or the weights are not finite
 * @param strict whether tricks are watched in every update, and not in the first ones only; it
 *     changes no result
 */
public record TrainingConfig(
    int epochs,
    int batchSize,
    int microBatch,
    long seed,
    boolean dropLast,
    int evaluateEvery,
    int loaderThreads,
    CheckpointConfig checkpoint,
    OnNonFinite onNonFinite,
    boolean strict) {
  /** Checks the ranges. */
  public TrainingConfig {
    positive("epochs", epochs);
    positive("batchSize", batchSize);
    positive("evaluateEvery", evaluateEvery);
    if (!(microBatch >= 0 && microBatch <= batchSize)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "microBatch is %d, but must be 1 to batchSize (%d), or 0 for the whole batch",
              microBatch,
              batchSize));
    }
    if (!(loaderThreads >= 1 && loaderThreads <= 256)) {
      throw new IllegalArgumentException(
          "loaderThreads is " + loaderThreads + ", but must be 1 to 256");
    }
  }

  /** With checkpoints as they are by default, and an end where a value is not finite. */
  public TrainingConfig(
      int epochs,
      int batchSize,
      int microBatch,
      long seed,
      boolean dropLast,
      int evaluateEvery,
      int loaderThreads) {
    this(
        epochs,
        batchSize,
        microBatch,
        seed,
        dropLast,
        evaluateEvery,
        loaderThreads,
        CheckpointConfig.defaults(),
        OnNonFinite.STOP,
        false);
  }

  /** 120 epochs of batch 256, as the paper's baseline. */
  public static TrainingConfig defaults() {
    return new TrainingConfig(120, 256, 0, 42, true, 1, 2);
  }

  /** The same with another seed. */
  public TrainingConfig withSeed(long other) {
    return new TrainingConfig(
        epochs,
        batchSize,
        microBatch,
        other,
        dropLast,
        evaluateEvery,
        loaderThreads,
        checkpoint,
        onNonFinite,
        strict);
  }

  /** Examples of one forward. */
  public int microBatchSize() {
    return microBatch == 0 ? batchSize : microBatch;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least 1");
    }
  }
}
