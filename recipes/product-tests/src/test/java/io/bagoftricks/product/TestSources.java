package io.bagoftricks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sources of the tests of all modules and of the test kits.
 *
 * @param byClass by the name of the class, which several modules may have
 */
record TestSources(Map<String, List<String>> byClass) {
  static TestSources read() throws IOException {
    Map<String, List<String>> sources = new TreeMap<>();
    for (Path file : Checkout.files("", "Test.java", "Contract.java")) {
      if (file.toString().matches(".*(/src/test/java/.*Test|/testkit/.*Contract).java")) {
        sources
            .computeIfAbsent(
                file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
            .add(Files.readString(file));
      }
    }
    return new TestSources(sources);
  }

  /** Whether there is a class, and in it a method where one is named. */
  boolean has(String test, @Nullable String method) {
    return method == null ? byClass.containsKey(test) : !methods(test, method).isEmpty();
  }

  /** The texts of the methods of a name, with annotations and Javadoc. */
  List<String> methods(String test, String method) {
    List<String> found = new ArrayList<>();
    for (String source : byClass.getOrDefault(test, List.of())) {
      int name = source.indexOf("void " + method + "(");
      if (name >= 0) {
        found.add(
            source.substring(source.lastIndexOf("\n\n", name), source.indexOf("\n  }\n", name)));
      }
    }
    return found;
  }
}
