package io.bagoftricks.engine.toys;

import io.bagoftricks.api.TrainingTime;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.CifarResNet;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.optimizer.Nag;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.ModelStart;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrainingConfig;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.recipe.TrickWindow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Recipes of toys, without any file. */
public final class ToyRecipes {
  private ToyRecipes() {}

  /** Data that are only facts. */
  public record Facts(DataFacts facts) implements DataSource {
    @Override
    public Dataset open(Split split) throws IOException {
      throw new IOException("there are no images");
    }
  }

  /** A small residual network on 1,000 small images: 10 epochs of 10 updates of 100 images. */
  public static Recipe small(List<TrickEntry> tricks) {
    return recipe(
        "small",
        new Facts(new DataFacts(10, 1_000, 100, new Shape(1, 28, 28))),
        CifarResNet.defaults(),
        new TrainingConfig(10, 100, 0, 42, true, 1, 2),
        tricks);
  }

  /** ResNet-50 on ImageNet's numbers: 120 epochs of batch 1,024, 128 images at a time. */
  public static Recipe large(List<TrickEntry> tricks) {
    return recipe(
        "large",
        new Facts(new DataFacts(1_000, 1_281_167, 50_000, new Shape(3, 224, 224))),
        new ResNet(50),
        new TrainingConfig(120, 1_024, 128, 42, true, 1, 2),
        tricks);
  }

  /** A recipe with the paper's optimizer. */
  public static Recipe recipe(
      String name, DataSource data, Model model, TrainingConfig training, List<TrickEntry> tricks) {
    return new Recipe(
        name,
        name + ".json",
        ToyType.entry(data),
        ToyType.entry(model),
        ModelStart.defaults(),
        ToyType.entry(Nag.defaults()),
        training,
        tricks);
  }

  /** A trick as a recipe that names it alone. */
  public static TrickEntry entry(TrickRegistry registry, String trick) {
    return entry(trick, trick, registry.find(trick).map(TrickDescriptor::defaults).orElseThrow());
  }

  /** A trick under another name, with settings. */
  public static TrickEntry entry(String trick, String id, Record config) {
    return new TrickEntry(trick, id, List.of(), false, config, "toy.json:" + id);
  }

  /** A trick that acts at times: each may be empty. */
  public static TrickEntry window(
      TrickEntry entry,
      String from,
      String until,
      String every,
      String oneOf,
      boolean mayHaveNoEffect) {
    return new TrickEntry(
        entry.trick(),
        entry.id(),
        entry.after(),
        new TrickWindow(
            time(from),
            time(until),
            time(every),
            oneOf.isEmpty() ? Optional.empty() : Optional.of(oneOf),
            1),
        mayHaveNoEffect,
        entry.config(),
        entry.where());
  }

  /** A trick that is one of a group. */
  public static TrickEntry oneOf(TrickEntry entry, String group, double weight) {
    return new TrickEntry(
        entry.trick(),
        entry.id(),
        entry.after(),
        new TrickWindow(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(group), weight),
        entry.mayHaveNoEffect(),
        entry.config(),
        entry.where());
  }

  private static Optional<TrainingTime> time(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(TrainingTime.parse(text));
  }
}
