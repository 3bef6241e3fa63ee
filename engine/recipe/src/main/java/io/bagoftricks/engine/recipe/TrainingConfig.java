package io.bagoftricks.engine.recipe;

import java.util.Locale;

/**
 * How long to train, and in which batches. Every number has an end: what is beyond is a slip of the
 * finger or a recipe that nobody can run.
 *
 * @param epochs passes over the training data, at most {@value #MOST_EPOCHS}
 * @param batchSize examples of one step: the effective batch, at most {@value #MOST_IMAGES}
 * @param microBatch examples of one forward, a memory setting; 0 means the whole batch
 * @param seed of all draws
 * @param dropLast whether the last, smaller batch of an epoch is left out
 * @param evaluateEvery epochs between evaluations, at most {@value #MOST_EPOCHS}; the last epoch is
 *     always evaluated
 * @param loaderThreads threads that prepare images, at most {@value #MOST_THREADS}; they change no
 *     result
 * @param checkpoint when checkpoints are written; they change no result
 * @param onNonFinite what happens when the loss or the weights are not finite
 * @param strict whether tricks are watched in every step, and not in the first ones only; it
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
  /** The longest run. */
  public static final int MOST_EPOCHS = 100_000;

  /** The largest batch: 32 times the largest that ImageNet was trained with. */
  public static final int MOST_IMAGES = 1 << 20;

  /** The most threads that prepare images. */
  public static final int MOST_THREADS = 256;

  /** Checks the ranges. */
  public TrainingConfig {
    range("epochs", epochs, MOST_EPOCHS);
    range("batchSize", batchSize, MOST_IMAGES);
    range("evaluateEvery", evaluateEvery, MOST_EPOCHS);
    if (!(microBatch >= 0 && microBatch <= batchSize)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "microBatch is %d, but must be 1 to batchSize (%d), or 0 for the whole batch",
              microBatch,
              batchSize));
    }
    range("loaderThreads", loaderThreads, MOST_THREADS);
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

  private static void range(String name, int value, int most) {
    if (!(value >= 1 && value <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, but must be 1 to %d", name, value, most));
    }
  }
}
