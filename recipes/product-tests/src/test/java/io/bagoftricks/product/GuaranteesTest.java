package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tests that docs/guarantees.md names exist. */
final class GuaranteesTest {
  private static final Pattern NAME = Pattern.compile("([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void everyPromiseNamesATestThatThereIs() throws IOException {
    Map<String, List<String>> tests = sources();
    String page = Files.readString(Checkout.root().resolve("docs/guarantees.md"));
    List<String> wrong = new ArrayList<>();
    int promises = 0;
    for (String line : page.lines().filter(GuaranteesTest::isPromise).toList()) {
      promises++;
      String held = line.substring(line.lastIndexOf('|', line.length() - 2));
      Matcher quoted = QUOTED.matcher(held);
      if (!quoted.find()) {
        wrong.add(line);
      }
      quoted.reset();
      while (quoted.find()) {
        Matcher name = NAME.matcher(quoted.group(1));
        if (name.matches()
            ? !isThere(name.group(1), name.group(2), tests)
            : !isThere(quoted.group(1))) {
          wrong.add(quoted.group());
        }
      }
    }

    assertThat(promises).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  /** Whether a module or a script has that name. */
  private static boolean isThere(String name) {
    return Stream.of("", "backends")
        .anyMatch(parent -> Files.exists(Checkout.root().resolve(parent).resolve(name)));
  }

  private static boolean isThere(
      String test, @Nullable String method, Map<String, List<String>> tests) {
    List<String> sources = tests.getOrDefault(test, List.of());
    return method == null
        ? !sources.isEmpty()
        : sources.stream().anyMatch(source -> source.contains("void " + method + "("));
  }

  private static boolean isPromise(String line) {
    return line.startsWith("| ") && !line.matches("\\| (promise|kind) \\|.*");
  }

  /** The sources of the tests of all modules and of the test kits, by the name of the class. */
  private static Map<String, List<String>> sources() throws IOException {
    Map<String, List<String>> sources = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(Checkout.root(), 12)) {
      files =
          all.filter(
                  file ->
                      file.toString().matches(".*(/src/test/java/.*Test|/testkit/.*Contract).java"))
              .toList();
    }
    for (Path file : files) {
      sources
          .computeIfAbsent(
              file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
          .add(Files.readString(file));
    }
    return sources;
  }
}
