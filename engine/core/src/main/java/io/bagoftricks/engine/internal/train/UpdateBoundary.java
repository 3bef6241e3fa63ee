package io.bagoftricks.engine.internal.train;

import io.bagoftricks.engine.train.NonFinite;
import java.util.List;
import java.util.Optional;

/**
 * Stands where a run can be left and taken up again: after each step, and after each epoch with its
 * evaluation. It may end the run by throwing.
 */
public interface UpdateBoundary {
  /**
   * The run stands between two steps. After the last step of an epoch it comes here twice: before
   * the evaluation, and when the epoch is among those that have ended.
   *
   * @param memory as the last step left it
   */
  void reached(RunProgress progress, RunMemory memory);

  /** Something was computed, and nothing of it is told or written yet. */
  default void computed() {}

  /** The run is about to make its first step in this process. */
  default void begins(RunProgress progress, RunMemory memory) {}

  /**
   * A value was not finite.
   *
   * @param images of the batch, by their place in the data set
   */
  default void nonFinite(NonFinite found, List<Integer> images) {}

  /**
   * Puts the memory back to where all was finite.
   *
   * @param rollbacks how often the run will have gone back then
   * @return where that was; empty if there is no such place
   */
  default Optional<RunProgress> rollBack(RunMemory memory, int rollbacks) {
    return Optional.empty();
  }

  /** Nobody stands there. */
  static UpdateBoundary none() {
    return (progress, memory) -> {};
  }
}
