package io.bagoftricks.product;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The checkout that the tests run in: Maven starts them in the module's folder. */
final class Checkout {
  private static final Set<String> OTHERS = Set.of("target", ".git", "runs");
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

  /**
   * The files below a folder of the checkout whose names end so, sorted; of no build and no run,
   * which come and go while other modules are built.
   */
  static List<Path> files(String folder, String... ends) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root().resolve(folder),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return OTHERS.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Stream.of(ends).anyMatch(file.toString()::endsWith)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found);
    return found;
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
