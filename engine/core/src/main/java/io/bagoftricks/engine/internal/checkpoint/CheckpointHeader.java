package io.bagoftricks.engine.internal.checkpoint;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.internal.state.TrickValues;
import io.bagoftricks.engine.internal.train.RunProgress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contents of a checkpoint's {@code checkpoint.json}.
 *
 * @param format of the checkpoint; this version reads {@link #FORMAT} alone
 * @param recipe hash of all in the recipe that decides a result
 * @param structure of the network
 * @param position where the run stands, for people; {@code progress} decides
 * @param progress where the run stands, and what it has summed up
 * @param tricks numbers and counters of each trick, by instance
 * @param files the other files of the checkpoint, by name
 */
record CheckpointHeader(
    int format,
    String recipe,
    NetworkStructure structure,
    Position position,
    RunProgress progress,
    @JsonSerialize(contentUsing = ExactNumber.Writer.class)
        @JsonDeserialize(contentUsing = ExactNumber.Reader.class)
        Map<String, TrickValues> tricks,
    Map<String, FileFacts> files) {
  /** Raised when a checkpoint changes so that an older version would misread it. */
  public static final int FORMAT = 2;

  /** Copies the maps. */
  public CheckpointHeader {
    tricks = new LinkedHashMap<>(tricks);
    files = new LinkedHashMap<>(files);
  }

  /**
   * A place in a run.
   *
   * @param epoch that the next step belongs to, from 0
   * @param update how many steps were made
   * @param sample how many images of the epoch's order were used
   */
  public record Position(int epoch, long update, long sample) {
    /** The place that a run has come to. */
    static Position of(RunProgress progress, RunFacts facts) {
      long inEpoch = progress.updates() - progress.epoch() * facts.stepsPerEpoch();
      return new Position(
          progress.epoch(),
          progress.updates(),
          Math.min(inEpoch * facts.batchSize(), facts.trainExamples()));
    }
  }

  /**
   * How to tell that a file is whole.
   *
   * @param crc32c of its bytes
   */
  public record FileFacts(long bytes, long crc32c) {}
}
