package io.bagoftricks.bench.libtorch.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recipe of a golden run, read by its keys. Every value that counts is written in it. */
final class Settings {
  private final JsonNode recipe;

  Settings(JsonNode recipe) {
    this.recipe = recipe;
  }

  int data(String key) {
    return required(recipe.path("data"), key).asInt();
  }

  int model(String key) {
    return required(recipe.path("model"), key).asInt();
  }

  /** Names of parameters, or their beginnings up to a point, that keep their values. */
  List<String> frozen() {
    List<String> names = new ArrayList<>();
    recipe.path("model").path("freeze").forEach(name -> names.add(name.asText()));
    return names;
  }

  String optimizer() {
    return required(recipe.path("optimizer"), "type").asText();
  }

  String optimizerForm() {
    return required(recipe.path("optimizer"), "form").asText();
  }

  double optimizer(String key) {
    return required(recipe.path("optimizer"), key).asDouble();
  }

  int training(String key) {
    return required(recipe.path("training"), key).asInt();
  }

  /** Updates of an epoch, a last smaller batch among them. */
  int stepsPerEpoch() {
    int batch = training("batchSize");
    return (data("train") + batch - 1) / batch;
  }

  int totalSteps() {
    return stepsPerEpoch() * training("epochs");
  }

  /** A trick of the recipe, whenever it acts. */
  Optional<JsonNode> trick(String id) {
    for (JsonNode trick : recipe.path("tricks")) {
      if (trick.path("trick").asText().equals(id)) {
        return Optional.of(trick);
      }
    }
    return Optional.empty();
  }

  /** A trick of the recipe in an update of its window, counted from 0. */
  Optional<JsonNode> trick(String id, int step) {
    return trick(id)
        .filter(trick -> step >= updates(trick, "from", 0))
        .filter(trick -> step < updates(trick, "until", totalSteps()))
        .filter(trick -> (step - updates(trick, "from", 0)) % updates(trick, "every", 1) == 0);
  }

  /** A time in updates, {@code "8ba"}. */
  static int updates(JsonNode trick, String key, int otherwise) {
    return trick.has(key) ? Integer.parseInt(trick.get(key).asText().replace("ba", "")) : otherwise;
  }

  private static JsonNode required(JsonNode section, String key) {
    if (!section.has(key)) {
      throw new IllegalArgumentException("A golden run's recipe writes out '" + key + "'");
    }
    return section.get(key);
  }
}
