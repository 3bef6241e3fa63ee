package io.bagoftricks.engine.train;

/**
 * Stands where a run can be left and taken up again: after each update, and after each epoch with
 * its evaluation. It may end the run by throwing.
 */
public interface UpdateBoundary {
  /**
   * The run stands between two updates. After the last update of an epoch it comes here twice:
   * before the evaluation, and when the epoch is among those that have ended.
   *
   * @param memory as the last update left it
   */
  void reached(RunProgress progress, RunMemory memory);

  /** Nobody stands there. */
  static UpdateBoundary none() {
    return (progress, memory) -> {};
  }
}
