package io.bagoftricks.bench.measure;

/**
 * The line that a peer prints last.
 *
 * @param layout of its activations
 * @param threads it says it uses
 * @param imagesPerSecond of the median step
 * @param best images/s of the shortest step
 * @param stepMillis of the median step
 * @param peakBytes largest resident memory of the process
 */
public record PeerResult(
    String system,
    String model,
    String mode,
    String type,
    String layout,
    int threads,
    int batch,
    int size,
    double imagesPerSecond,
    double best,
    double stepMillis,
    long peakBytes) {
  /** Reports steps that were timed in this process. */
  public static PeerResult of(
      String system,
      PeerOptions options,
      NumberType type,
      Layout layout,
      int threads,
      StepTimes times) {
    return new PeerResult(
        system,
        options.model().toString(),
        options.mode().toString(),
        type.toString(),
        layout.toString(),
        threads,
        options.batch(),
        options.size(),
        options.batch() / times.median(),
        options.batch() / times.best(),
        times.median() * 1e3,
        ResidentMemory.peakBytes());
  }
}
