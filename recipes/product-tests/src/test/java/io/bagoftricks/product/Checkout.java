package io.bagoftricks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in: Maven starts them in the module's folder. */
final class Checkout {
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private Checkout() {}

  static Path root() {
    return MODULE.resolve("../..").normalize();
  }

  /** The recipes that users are shown. */
  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(root().resolve("recipes"))) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  static Path recipe(String name) {
    return root().resolve("recipes").resolve(name + ".json");
  }

  /** Everything below a folder of the checkout with a given end of name that no build has made. */
  static List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(suffix) && !isBuilt(f)).sorted().toList();
    }
  }

  private static boolean isBuilt(Path file) {
    return root().relativize(file).toString().contains("target/");
  }

  /** The folder of main sources of every module that has one; examples are not modules. */
  static List<Path> mainFolders() throws IOException {
    return files("", "pom.xml").stream()
        .filter(pom -> !pom.startsWith(root().resolve("examples")))
        .map(pom -> pom.resolveSibling(Path.of("src", "main", "java")))
        .filter(Files::isDirectory)
        .toList();
  }
}
