package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import io.bagoftricks.engine.recipe.internal.binding.RecordBinder;
import io.bagoftricks.engine.recipe.internal.binding.RecordSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The second and third pass: checks a tree against the records, and binds it to them. */
final class RecipeBinder {
  private static final String SCHEMA = "$schema";
  private static final List<String> KEYS =
      List.of("extends", "name", "data", "model", "optimizer", "training", "tricks");

  private final RecipeTypes types;
  private final TrickCatalog catalog;
  private final ProblemCollector problems;
  private final RecordBinder binder;

  RecipeBinder(RecipeTypes types, TrickCatalog catalog, ProblemCollector problems) {
    this.types = types;
    this.catalog = catalog;
    this.problems = problems;
    this.binder = new RecordBinder(problems);
  }

  /** Binds a recipe; empty if it has problems, all of which are then collected. */
  Optional<Recipe> bind(JsonObject recipe, String source) {
    binder.checkKeys(recipe, "", KEYS, Set.of(SCHEMA));
    checkSchema(recipe);
    checkExtends(recipe);
    binder.checkPresent(recipe, "", "name", "");
    Optional<RecipeName> name = binder.bind(recipe, "", RecipeName.defaults());
    var data = section(recipe, types.dataSection());
    var model = section(recipe, types.modelSection());
    Optional<DataSplits> splits = ofEngine(recipe, "data", DataSplits.defaults());
    Optional<ModelStart> start = ofEngine(recipe, "model", ModelStart.defaults());
    var optimizer = section(recipe, types.optimizerSection());
    Optional<TrainingConfig> training = training(recipe);
    List<TrickEntry> tricks =
        recipe.value("tricks").map(new TricksBinder(catalog, problems)::bind).orElse(List.of());
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recipe(
            name.orElseThrow().name(),
            source,
            splits.orElseThrow().in(data.orElseThrow()),
            splits.orElseThrow(),
            model.orElseThrow(),
            start.orElseThrow(),
            optimizer.orElseThrow(),
            training.orElseThrow(),
            tricks));
  }

  /** Editors look there for the JSON Schema; nothing else does. */
  private void checkSchema(JsonObject recipe) {
    recipe
        .value(SCHEMA)
        .filter(value -> !(value instanceof JsonText))
        .ifPresent(
            value ->
                problems.error(
                    "recipe/wrong-type",
                    value.where(),
                    "%s is %s, but must be text in quotes: where the JSON Schema of recipes is."
                        .formatted(SCHEMA, value.shown())));
  }

  /** A recipe from files has been laid over its base before, and lost the key. */
  private void checkExtends(JsonObject recipe) {
    Member extended = recipe.members().get("extends");
    if (extended != null) {
      problems.error(
          "recipe/bad-override",
          extended.where(),
          "What a recipe extends is read before anything is overridden. Write 'extends' into the file.");
    }
  }

  private Optional<TrainingConfig> training(JsonObject recipe) {
    Optional<JsonValue> value = recipe.value("training");
    if (value.isEmpty()) {
      return Optional.of(TrainingConfig.defaults());
    }
    Optional<JsonObject> section = object(value.get(), "training", "{\"epochs\": 120}");
    section.ifPresent(
        object ->
            binder.checkKeys(
                object, "training", RecordSchema.of(TrainingConfig.class).keys(), Set.of()));
    return section.flatMap(s -> binder.bind(s, "training", TrainingConfig.defaults()));
  }

  private <T> Optional<TypeEntry<T>> section(JsonObject recipe, TypeSection<T> section) {
    String key = section.key();
    String example =
        "{\"%s\": \"%s\"}"
            .formatted(TypeSection.TYPE, section.names().stream().findFirst().orElse("..."));
    binder.checkPresent(recipe, "", key, " It names the %s: %s.".formatted(key, example));
    return recipe
        .value(key)
        .flatMap(value -> object(value, key, example))
        .flatMap(object -> typed(object, section));
  }

  private <T> Optional<TypeEntry<T>> typed(JsonObject object, TypeSection<T> section) {
    String path = section.key();
    Optional<JsonValue> type = object.value(TypeSection.TYPE);
    if (type.isEmpty()) {
      binder.checkPresent(
          object, path, TypeSection.TYPE, " Known: " + Quotes.names(section.names()) + ".");
      return Optional.empty();
    }
    if (!(type.get() instanceof JsonText name)) {
      problems.error(
          "recipe/wrong-type",
          type.get().where(),
          "%s.%s is %s, but must be one of %s."
              .formatted(
                  path, TypeSection.TYPE, type.get().shown(), Quotes.names(section.names())));
      return Optional.empty();
    }
    Optional<RecipeType<T>> found = section.find(name.value());
    if (found.isEmpty()) {
      problems.error(
          "recipe/unknown-type",
          name.where(),
          "%s.%s is %s, which is not known. %s"
              .formatted(
                  path,
                  TypeSection.TYPE,
                  name.shown(),
                  TricksBinder.hint(name.value(), section.names(), section.skipped(name.value()))));
    }
    return found.flatMap(t -> bind(object, section, t));
  }

  private <T> Optional<TypeEntry<T>> bind(
      JsonObject object, TypeSection<T> section, RecipeType<T> type) {
    String path = section.key();
    Set<String> known = new LinkedHashSet<>(RecordSchema.of(type.defaults().getClass()).keys());
    section.ofEngine().ifPresent(keys -> known.addAll(RecordSchema.of(keys.getClass()).keys()));
    known.add(TypeSection.TYPE);
    binder.checkKeys(object, path + " (" + type.id() + ")", known, Set.of());
    List<String> required = new ArrayList<>(type.required());
    required.sort(null);
    required.forEach(key -> binder.checkPresent(object, path, key, ""));
    return binder.bind(object, path, type.defaults()).flatMap(s -> make(object, path, type, s));
  }

  private <T> Optional<TypeEntry<T>> make(
      JsonObject object, String path, RecipeType<T> type, Record settings) {
    try {
      return Optional.of(TypeEntry.of(type, settings, SettingPlaces.at(object)));
    } catch (IllegalArgumentException e) {
      problems.error(
          "recipe/value-out-of-range",
          object.where(),
          RecordBinder.sentence(
              path, RecordSchema.of(settings.getClass()), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** The engine's own keys of a section; of one that is not an object nothing more is told. */
  private <R extends Record> Optional<R> ofEngine(JsonObject recipe, String section, R defaults) {
    return recipe.value(section).orElse(null) instanceof JsonObject object
        ? binder.bind(object, section, defaults)
        : Optional.of(defaults);
  }

  private Optional<JsonObject> object(JsonValue value, String path, String example) {
    if (value instanceof JsonObject object) {
      return Optional.of(object);
    }
    problems.error(
        "recipe/wrong-type",
        value.where(),
        "%s is %s, but must be an object such as %s.".formatted(path, value.shown(), example));
    return Optional.empty();
  }
}
