package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.recipe.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.JsonValue.Member;
import io.bagoftricks.engine.recipe.TypeTable.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The second and third pass: checks a tree against the records, and binds it to them. */
final class RecipeBinder {
  private static final String TYPE = "type";
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
    var data = section(recipe, types.data());
    var model = section(recipe, types.model());
    var optimizer = section(recipe, types.optimizer());
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
            data.orElseThrow(),
            model.orElseThrow(),
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

  private <T> Optional<T> section(JsonObject recipe, TypeTable<T> table) {
    String example =
        "{\"%s\": \"%s\"}".formatted(TYPE, table.names().stream().findFirst().orElse("..."));
    binder.checkPresent(
        recipe,
        "",
        table.section(),
        " It says what the %s is: %s.".formatted(table.section(), example));
    return recipe
        .value(table.section())
        .flatMap(value -> object(value, table.section(), example))
        .flatMap(object -> typed(object, table));
  }

  private <T> Optional<T> typed(JsonObject object, TypeTable<T> table) {
    String path = table.section();
    Optional<JsonValue> type = object.value(TYPE);
    if (type.isEmpty()) {
      binder.checkPresent(object, path, TYPE, " Known: " + Quotes.names(table.names()) + ".");
      return Optional.empty();
    }
    if (!(type.get() instanceof JsonText name)) {
      problems.error(
          "recipe/wrong-type",
          type.get().where(),
          "%s.%s is %s, but must be one of %s."
              .formatted(path, TYPE, type.get().shown(), Quotes.names(table.names())));
      return Optional.empty();
    }
    Optional<Entry> entry = table.find(name.value());
    if (entry.isEmpty()) {
      problems.error(
          "recipe/unknown-type",
          name.where(),
          "%s.%s is %s, which is not known. %s"
              .formatted(
                  path, TYPE, name.shown(), Suggestions.sentence(name.value(), table.names())));
    }
    return entry.flatMap(e -> bind(object, path, e)).map(table.kind()::cast);
  }

  private Optional<Record> bind(JsonObject object, String path, Entry entry) {
    Set<String> known = new LinkedHashSet<>(RecordSchema.of(entry.defaults().getClass()).keys());
    known.add(TYPE);
    binder.checkKeys(object, path + " (" + entry.name() + ")", known, Set.of());
    List<String> required = new ArrayList<>(entry.required());
    required.sort(null);
    required.forEach(key -> binder.checkPresent(object, path, key, ""));
    return binder.bind(object, path, entry.defaults());
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
