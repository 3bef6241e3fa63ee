package io.bagoftricks.product.random;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeType;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.toys.SyntheticImages;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * A recipe that a seed draws: one of the optimizers on the class path, and up to seven of the
 * tricks there that can be together, each with its defaults but for a profile or another choice,
 * some only in a part of the steps. One that learns from a teacher has {@link UntrainedTeacher},
 * one that freezes layers some of them.
 */
final class RandomRecipe {
  private static final int MOST_TRICKS = 7;

  /** Names of both models. */
  private static final List<String> LAYERS = List.of("conv1", "layer1", "fc", "*.bias");

  private static final Plugins PLUGINS = Plugins.load(RandomRecipe.class.getClassLoader());
  private static final TrickRegistry TRICKS = PLUGINS.tricks();
  private static final RecipeTypes TYPES =
      PLUGINS.types().withData(new Images()).withModel(new Networks());

  private final Random random;
  private final long seed;

  private RandomRecipe(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** The plan of the recipe of a seed. Tricks that cannot be there are left out, one by one. */
  static RunPlan plan(long seed) {
    return new RandomRecipe(seed).plan();
  }

  private RunPlan plan() {
    List<RecipeType<Optimizer>> optimizers = TYPES.optimizers();
    String optimizer = optimizers.get(random.nextInt(optimizers.size())).id();
    String model =
        random.nextInt(4) == 0
            ? "{\"type\": \"cifar-resnet\", \"depth\": 8, \"width\": 2}"
            : "{\"type\": \"tiny\", \"strides\": " + random.nextBoolean() + "}";
    List<String> ids = new ArrayList<>(TRICKS.ids());
    Collections.shuffle(ids, random);
    List<String> entries = new ArrayList<>();
    ids.subList(0, 1 + random.nextInt(MOST_TRICKS)).forEach(id -> entries.add(entry(id)));
    while (true) {
      try {
        return planned(model, optimizer, entries);
      } catch (ProblemException e) {
        if (entries.isEmpty()) {
          throw e;
        }
        entries.remove(random.nextInt(entries.size()));
      }
    }
  }

  private RunPlan planned(String model, String optimizer, List<String> entries) {
    String text =
        """
        {
          "name": "random-%s",
          "data": {"type": "synthetic"},
          "model": %s,
          "optimizer": {"type": "%s", "learningRate": 0.01},
          "training": {"epochs": 1, "batchSize": 4, "seed": %s, "loaderThreads": 1},
          "tricks": [%s]
        }
        """
            .formatted(
                Long.toString(seed),
                model,
                optimizer,
                Long.toString(seed),
                String.join(",\n    ", entries));
    return new RunPlanner(TRICKS, source -> Optional.of(new UntrainedTeacher(teacher())))
        .plan(read(text));
  }

  /** Of a recipe without tricks. */
  private static RunPlan teacher() {
    return new RunPlanner(TRICKS)
        .plan(
            read(
                """
                {
                  "name": "teacher",
                  "data": {"type": "synthetic"},
                  "model": {"type": "tiny", "strides": true},
                  "optimizer": {"type": "sgd"},
                  "training": {"epochs": 1, "batchSize": 4}
                }
                """));
  }

  private static Recipe read(String text) {
    return new RecipeReader(TYPES).read(text, "random.json", List.of(), TRICKS);
  }

  private String entry(String id) {
    StringBuilder entry = new StringBuilder("{\"trick\": \"" + id + "\"");
    Record defaults = TRICKS.defaultsOf(id).orElseThrow();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      if (component.getType().isEnum() && random.nextBoolean()) {
        Object[] choices = component.getType().getEnumConstants();
        Enum<?> choice = (Enum<?>) choices[random.nextInt(choices.length)];
        entry
            .append(", \"" + component.getName() + "\": \"")
            .append(choice.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .append('"');
      }
    }
    switch (id) {
      case "distillation" -> entry.append(", \"teacher\": \"teacher\"");
      case "layer-freeze" ->
          entry
              .append(", \"layers\": [\"%s\"]".formatted(LAYERS.get(random.nextInt(LAYERS.size()))))
              .append(", \"start\": \"1ba\", \"end\": \"3ba\"");
      default -> {}
    }
    if (TRICKS.setupHookOf(id).isPresent()) {
      entry.append(", \"mayHaveNoEffect\": true");
    } else if (random.nextInt(3) == 0) {
      entry.append(random.nextBoolean() ? ", \"from\": \"2ba\"" : ", \"every\": \"2ba\"");
    }
    return entry.append('}').toString();
  }

  private static final class Images implements RecipeType<DataSource> {
    @Override
    public String id() {
      return "synthetic";
    }

    @Override
    public Record defaults() {
      return new SyntheticImages(20, 4);
    }

    @Override
    public DataSource make(Record settings) {
      return (SyntheticImages) settings;
    }
  }

  private static final class Networks implements RecipeType<Model> {
    @Override
    public String id() {
      return "tiny";
    }

    @Override
    public Record defaults() {
      return new TinyNetwork(false);
    }

    @Override
    public Model make(Record settings) {
      return (TinyNetwork) settings;
    }
  }
}
