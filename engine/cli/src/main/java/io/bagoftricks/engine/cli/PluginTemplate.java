package io.bagoftricks.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A project of {@code examples}, which new ones are made from: its names are replaced. */
enum PluginTemplate {
  /** A term of the loss, from the logits and the targets. */
  LOSS("focal-loss-plugin", "simple-focal-loss", "ExampleFocal"),
  /** A layer with gradients of its own. */
  LAYER("custom-layer-plugin", "simple-swish", "SwishLayer");

  private static final String ROOT = "META-INF/examples/";

  private final String folder;
  private final String id;
  private final String calculation;

  /**
   * A template.
   *
   * @param folder in {@code examples}
   * @param id of its trick
   * @param calculation the class that has the formulas, beside those that are called as the trick
   */
  PluginTemplate(String folder, String id, String calculation) {
    this.folder = folder;
    this.id = id;
    this.calculation = calculation;
  }

  /** Its files, as the example has them. */
  List<String> files() {
    List<String> files = new ArrayList<>(List.of("README.md", "pom.xml", "recipe.json"));
    String code = "src/main/java/com/example/" + packageOf(id) + "/";
    for (String name :
        List.of(classOf(id), classOf(id) + "Config", classOf(id) + "Provider", calculation)) {
      files.add(code + name + ".java");
    }
    files.add("src/main/resources/META-INF/services/io.bagoftricks.api.TrickProvider");
    files.add("src/main/resources/META-INF/tricks/" + id + ".md");
    files.add("src/test/java/com/example/" + packageOf(id) + "/" + classOf(id) + "Test.java");
    return files;
  }

  /** The files of a plugin with a trick of this id, by their place in the project. */
  Map<String, String> instantiate(String newId) throws IOException {
    Map<String, String> project = new LinkedHashMap<>();
    for (String file : files()) {
      project.put(named(file, newId), named(text(file), newId));
    }
    return project;
  }

  private String named(String text, String newId) {
    return text.replace(id, newId)
        .replace(classOf(id), classOf(newId))
        .replace(packageOf(id), packageOf(newId));
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
