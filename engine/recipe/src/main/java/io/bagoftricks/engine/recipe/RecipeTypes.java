package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of data, models and optimizers that a recipe can name by {@code type}.
 *
 * @param skipped by section, what was found but cannot be used, with the reason
 */
public record RecipeTypes(
    List<RecipeType<DataSource>> data,
    List<RecipeType<Model>> models,
    List<RecipeType<Optimizer>> optimizers,
    Map<String, Map<String, String>> skipped) {
  /** Copies the lists and the map. */
  public RecipeTypes {
    data = List.copyOf(data);
    models = List.copyOf(models);
    optimizers = List.copyOf(optimizers);
    skipped = Map.copyOf(skipped);
  }

  /** These, and one more source of data. */
  public RecipeTypes withData(RecipeType<DataSource> more) {
    List<RecipeType<DataSource>> all = new ArrayList<>(data);
    all.add(more);
    return new RecipeTypes(all, models, optimizers, skipped);
  }

  /** These, and one more model. */
  public RecipeTypes withModel(RecipeType<Model> more) {
    List<RecipeType<Model>> all = new ArrayList<>(models);
    all.add(more);
    return new RecipeTypes(data, all, optimizers, skipped);
  }

  /** The three sections. */
  List<TypeSection<?>> sections() {
    return List.of(dataSection(), modelSection(), optimizerSection());
  }

  TypeSection<DataSource> dataSection() {
    return new TypeSection<>("data", Optional.of(DataSplits.defaults()), data, skipped("data"));
  }

  TypeSection<Model> modelSection() {
    return new TypeSection<>("model", Optional.of(ModelStart.defaults()), models, skipped("model"));
  }

  TypeSection<Optimizer> optimizerSection() {
    return new TypeSection<>("optimizer", Optional.empty(), optimizers, skipped("optimizer"));
  }

  private Map<String, String> skipped(String section) {
    return skipped.getOrDefault(section, Map.of());
  }
}
