package io.bagoftricks.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A project of {@code examples}, which new ones are made from: its names are replaced. For each
 * hook of tricks there is one; those in {@code examples/hooks} have their own code and card, and
 * all else from the first.
 */
enum PluginTemplate {
  /** {@code onLoss}: a term of the loss, from the logits and the targets. */
  LOSS("focal-loss-plugin", "simple-focal-loss", "ExampleFocal"),
  /** {@code onInit}: a layer with gradients of its own. */
  LAYER("custom-layer-plugin", "simple-swish", "SwishLayer"),
  /** {@code onParamGroups}: rates of parameters. */
  SCHEDULE("hooks/schedule", "simple-bias-rate"),
  /** {@code onSample}: pixels of a training image. */
  SAMPLE("hooks/sample", "simple-brightness"),
  /** {@code onBatch}: inputs of the network. */
  BATCH("hooks/batch", "simple-input-noise"),
  /** {@code onStep}: gradients. */
  STEP("hooks/step", "simple-gradient-noise"),
  /** {@code onEvaluate}: views of the images that are evaluated. */
  EVALUATE("hooks/evaluate", "simple-shifted-view");

  private static final String ROOT = "META-INF/examples/";
  private static final String SERVICES =
      "src/main/resources/META-INF/services/io.bagoftricks.api.TrickProvider";

  /** Files that are alike in all projects but for names. */
  private static final List<String> COMMON =
      List.of("README.md", "pom.xml", "recipe.json", SERVICES);

  private final String folder;
  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> calculation;

  /**
   * A template.
   *
   * @param folder in {@code examples}
   * @param id of its trick
   * @param calculation the class that has the formulas, beside those that are called as the trick
   */
  PluginTemplate(String folder, String id, String... calculation) {
    this.folder = folder;
    this.id = id;
    this.calculation = List.of(calculation);
  }

  /** Its own files, as the example has them. */
  List<String> files() {
    List<String> files = new ArrayList<>(isWhole() ? COMMON : List.of());
    String code = "src/main/java/com/example/" + packageOf(id) + "/";
    files.add(code + classOf(id) + ".java");
    files.add(code + classOf(id) + "Config.java");
    files.add(code + classOf(id) + "Provider.java");
    calculation.forEach(name -> files.add(code + name + ".java"));
    files.add("src/main/resources/META-INF/tricks/" + id + ".md");
    files.add("src/test/java/com/example/" + packageOf(id) + "/" + classOf(id) + "Test.java");
    return files;
  }

  private boolean isWhole() {
    return !calculation.isEmpty();
  }

  /** The files of a plugin with a trick of this id, by their place in the project. */
  Map<String, String> instantiate(String newId) throws IOException {
    Map<String, String> project = new LinkedHashMap<>();
    for (String file : files()) {
      project.put(named(file, newId), named(text(file), newId));
    }
    if (!isWhole()) {
      for (String file : COMMON) {
        project.put(file, LOSS.withoutCalculation(LOSS.named(LOSS.text(file), newId)));
      }
    }
    return project;
  }

  /** A text without the rows of tables that speak of a class which other projects have not. */
  private String withoutCalculation(String text) {
    return text.lines()
        .filter(line -> calculation.stream().noneMatch(line::contains))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String named(String text, String newId) {
    Map<String, String> names =
        Map.of(id, newId, classOf(id), classOf(newId), packageOf(id), packageOf(newId));
    // At once: a new name may contain an old one.
    return Pattern.compile(String.join("|", names.keySet()))
        .matcher(text)
        .replaceAll(old -> Matcher.quoteReplacement(names.get(old.group())));
  }

  private String text(String file) throws IOException {
    String name = ROOT + folder + "/" + file;
    try (InputStream in = PluginTemplate.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** {@code my-loss} is the package {@code myloss}. */
  static String packageOf(String trick) {
    return trick.replace("-", "");
  }

  /** {@code my-loss} is the class {@code MyLoss}. */
  static String classOf(String trick) {
    StringBuilder name = new StringBuilder();
    for (String word : trick.split("-", -1)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }
}
