package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.internal.split.SplitData;
import io.bagoftricks.engine.split.Validation;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a recipe's data that belong to the engine and not to the source: which images the run
 * is evaluated on while it trains.
 *
 * @param validation a split of the data or a share of train; where nothing is said, the data's
 *     validation split, or the test split where they have none
 */
public record DataSplits(Optional<Validation> validation) {
  /** The keys, in order. */
  public static final List<String> KEYS = List.of("validation");

  /** As the data are. */
  public static DataSplits defaults() {
    return new DataSplits(Optional.empty());
  }

  /** Data, split so. */
  TypeEntry<DataSource> in(TypeEntry<DataSource> data) {
    return validation
        .map(chosen -> data.with(new SplitData(data.made(), chosen, data.where())))
        .orElse(data);
  }
}
