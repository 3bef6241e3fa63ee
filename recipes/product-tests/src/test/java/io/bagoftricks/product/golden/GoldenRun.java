package io.bagoftricks.product.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.recipe.RecipeTypes;
import io.bagoftricks.engine.toys.ToyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/** A file of {@code golden/training}: a recipe, and what libtorch made of it. */
final class GoldenRun {
  private static final TrickRegistry TRICKS = tricks();

  private final JsonNode file;

  private GoldenRun(JsonNode file) {
    this.file = file;
  }

  static GoldenRun read(String name) throws IOException {
    Path path = Path.of("src/test/resources/golden/training", name + ".json");
    return new GoldenRun(new ObjectMapper().readTree(Files.readString(path)));
  }

  /** The recipe's plan in a precision of 32 or 64 bits. */
  RunPlan plan(Precision precision) {
    JsonNode recipe = file.get("recipe").deepCopy();
    ArrayNode entries = (ArrayNode) recipe.get("tricks");
    entries.addObject().put("trick", "witness");
    if (precision == Precision.DOUBLE) {
      entries.addObject().put("trick", "in-double");
    }
    RecipeTypes withImages =
        Plugins.load(GoldenRun.class.getClassLoader())
            .types()
            .withData(new ToyType<>("formula", new FormulaImages(160, 40, 3, 8, 10)));
    return new RunPlanner(TRICKS)
        .plan(new RecipeReader(withImages).read(recipe.toString(), "golden", List.of(), TRICKS));
  }

  /** Fills the weights as the file says. */
  void fill(Weights weights) {
    Fill.parameters(file.get("parameters"), weights);
  }

  /** Parameters and running statistics, in the order of projections. */
  List<String> names() {
    return file.get("end").properties().stream().map(Map.Entry::getKey).toList();
  }

  List<JsonNode> steps() {
    return StreamSupport.stream(file.get("steps").spliterator(), false).toList();
  }

  List<JsonNode> epochs() {
    return StreamSupport.stream(file.get("epochs").spliterator(), false).toList();
  }

  /** Sum, norm, first and last value of a tensor at the end. */
  List<Double> end(String name) {
    return numbers(file.get("end").get(name));
  }

  /** The targets that a step's images, lambdas and partners give, row by row. */
  double[] targets(JsonNode step) {
    int classes = file.get("recipe").get("data").get("classes").asInt();
    JsonNode images = step.get("images");
    double[] targets = new double[images.size() * classes];
    for (int row = 0; row < images.size(); row++) {
      boolean mixed = !step.get("lambdas").isEmpty();
      double lambda = mixed ? step.get("lambdas").get(row).asDouble() : 1;
      int partner = mixed ? step.get("partners").get(row).asInt() : row;
      int own = FormulaImages.labelOf(images.get(row).asInt(), classes);
      int other = FormulaImages.labelOf(images.get(partner).asInt(), classes);
      targets[row * classes + own] += lambda;
      targets[row * classes + other] += 1 - lambda;
    }
    return targets;
  }

  static Map<String, Double> losses(JsonNode note) {
    Map<String, Double> losses = new LinkedHashMap<>();
    note.get("losses").properties().forEach(e -> losses.put(e.getKey(), e.getValue().asDouble()));
    return losses;
  }

  static List<Double> numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  private static TrickRegistry tricks() {
    List<TrickProvider<?>> all = new ArrayList<>();
    ServiceLoader.load(TrickProvider.class).forEach(all::add);
    all.add(new GoldenTricks.DistanceProvider());
    all.add(new GoldenTricks.UnevenRateProvider());
    all.add(new GoldenTricks.InDoubleProvider());
    all.add(new GoldenTricks.WitnessProvider());
    return TrickRegistry.of(all);
  }
}
