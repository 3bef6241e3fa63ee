package io.bagoftricks.engine.report;

import io.bagoftricks.engine.internal.run.RunTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The receipts of tricks while training, from a run's {@code receipts.csv}; a run under way has
 * none.
 */
final class TrainingReceipts {
  private static final String NAME = "receipts.csv";
  private static final int COLUMNS = 5;

  private final Map<String, String> words;

  private TrainingReceipts(Map<String, String> words) {
    this.words = words;
  }

  static TrainingReceipts read(Path folder) throws IOException {
    return new TrainingReceipts(
        RunTable.read(folder.resolve(NAME)).stream()
            .filter(cells -> cells.size() == COLUMNS && cells.get(1).equals("training"))
            .collect(Collectors.toMap(cells -> cells.get(0), cells -> words(cells.get(2)))));
  }

  /** Whether a trick had an effect in training, in words; empty where it acts on setup alone. */
  Optional<String> of(String instance) {
    return Optional.ofNullable(words.get(instance));
  }

  private static String words(String runsWithEffect) {
    return runsWithEffect.equals("0") ? "changed nothing in training" : "had an effect in training";
  }
}
