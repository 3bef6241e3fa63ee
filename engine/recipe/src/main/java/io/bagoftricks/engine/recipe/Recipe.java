package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.optimizer.Optimizer;
import java.util.List;

/**
 * A recipe: what to train and how, with every default filled in.
 *
 * @param name of the run
 * @param source where it was read, for messages
 * @param splits which images the run is evaluated on while it trains
 * @param start where the model's weights start, and which of them stay there
 */
public record Recipe(
    String name,
    String source,
    TypeEntry<DataSource> data,
    DataSplits splits,
    TypeEntry<Model> model,
    ModelStart start,
    TypeEntry<Optimizer> optimizer,
    TrainingConfig training,
    List<TrickEntry> tricks) {
  /** Copies the list. */
  public Recipe {
    tricks = List.copyOf(tricks);
  }

  /** With the splits that the data have. */
  public Recipe(
      String name,
      String source,
      TypeEntry<DataSource> data,
      TypeEntry<Model> model,
      ModelStart start,
      TypeEntry<Optimizer> optimizer,
      TrainingConfig training,
      List<TrickEntry> tricks) {
    this(name, source, data, DataSplits.defaults(), model, start, optimizer, training, tricks);
  }

  /** The same on other data, which are split already. */
  public Recipe withData(TypeEntry<DataSource> other) {
    return new Recipe(name, source, other, splits, model, start, optimizer, training, tricks);
  }

  /** The same with other images in place of those that its data name. */
  public Recipe withData(DataSource other) {
    return withData(data.with(other));
  }

  /** The same with another start. */
  public Recipe withStart(ModelStart other) {
    return new Recipe(name, source, data, splits, model, other, optimizer, training, tricks);
  }

  /** The same, trained otherwise. */
  public Recipe withTraining(TrainingConfig other) {
    return new Recipe(name, source, data, splits, model, start, optimizer, other, tricks);
  }

  /** The same with other tricks. */
  public Recipe withTricks(List<TrickEntry> other) {
    return new Recipe(name, source, data, splits, model, start, optimizer, training, other);
  }
}
