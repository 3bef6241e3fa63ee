package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.data.DataSource;
import io.bagoftricks.engine.model.Model;
import io.bagoftricks.engine.optimizer.Optimizer;
import java.util.List;

/**
 * What to train, with every default filled in.
 *
 * @param name of the run
 * @param source where it was read, for messages
 */
public record Recipe(
    String name,
    String source,
    DataSource data,
    Model model,
    Optimizer optimizer,
    TrainingConfig training,
    List<TrickEntry> tricks) {
  /** Copies the list. */
  public Recipe {
    tricks = List.copyOf(tricks);
  }
}
