package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.plugin.Descriptor;
import io.bagoftricks.engine.plugin.PluginKind;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every profile of every trick, and of every optimizer that a module of tricks brings, has a test
 * that is marked as golden: docs/golden-numbers.md lists them.
 */
final class GoldenPageTest {
  private static final Pattern GOLDEN =
      Pattern.compile(
          "@Golden\\(\\s*trick = \"([a-z0-9-]+)\",(?:\\s*profiles = (\\{[^}]*}|\"[a-z-]+\"),)?"
              + "\\s*source = ((?:\"[^\"]*\"[\\s+]*)+)\\)(.*?)\\bvoid (\\w+)\\(",
          Pattern.DOTALL);

  /** Numbers of things that are not a trick are there, too. */
  private static final String PUBLISHED = "PublishedNumbersTest.java";

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

  @Test
  void everyProfileIsHeldByNumbersOfOthers() throws IOException {
    List<Mark> marks = marks();
    List<String> missing = new ArrayList<>();
    for (Descriptor each : described()) {
      List<String> profiles = profiles(each.defaults());
      if (marks.stream().noneMatch(mark -> mark.trick().equals(each.id()))) {
        missing.add(each.id());
      }
      profiles.stream()
          .filter(profile -> marks.stream().noneMatch(mark -> mark.holds(each.id(), profile)))
          .forEach(profile -> missing.add(each.id() + ", profile " + profile));
    }

    assertThat(missing)
        .describedAs("without a test that is marked @Golden(trick, profiles, source)")
        .isEmpty();
  }

  @Test
  void everyMarkNamesATrickAndProfilesThatThereAre() throws IOException {
    List<Descriptor> described = TinyRuns.plugins().all();
    for (Mark mark : marks()) {
      assertThat(described.stream().filter(each -> each.id().equals(mark.trick())))
          .describedAs(mark.toString())
          .singleElement()
          .satisfies(each -> assertThat(profiles(each.defaults())).containsAll(mark.profiles()));
    }
  }

  @Test
  void thePageListsThem() throws IOException {
    GeneratedTable.of(
            "docs/golden-numbers.md",
            "| trick | profile | test | numbers from |\n|---|---|---|---|",
            marks().stream().map(Mark::row).toList())
        .check(GoldenPageTest.class, -1);
  }

  /** Tricks, and what else their modules bring. */
  private static List<Descriptor> described() {
    return TinyRuns.plugins().all().stream()
        .filter(
            each ->
                each.kind().equals(PluginKind.TRICK)
                    || each.provider().getClass().getName().startsWith("io.bagoftricks.tricks."))
        .toList();
  }

  private static List<String> profiles(Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      if (List.of("profile", "form").contains(component.getName())
          && component.getType().isEnum()) {
        return Arrays.stream(component.getType().getEnumConstants())
            .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
      }
    }
    return List.of();
  }

  private static List<Mark> marks() throws IOException {
    List<Mark> marks = new ArrayList<>();
    for (Path file : Checkout.files("", "Test.java")) {
      if (!file.toString().contains("/src/test/")
          || !(file.toString().contains("/tricks") || file.endsWith(PUBLISHED))) {
        continue;
      }
      Matcher golden = GOLDEN.matcher(Files.readString(file));
      while (golden.find()) {
        String test = file.getFileName().toString().replace(".java", "");
        marks.add(
            new Mark(
                golden.group(1),
                golden.group(2) == null ? List.of() : words(golden.group(2)),
                String.join("", words(golden.group(3))),
                test + "." + golden.group(5)));
      }
    }
    marks.sort(Comparator.comparing(Mark::trick).thenComparing(Mark::test));
    return marks;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(word -> word.group(1)).toList();
  }

  private record Mark(String trick, List<String> profiles, String source, String test) {
    boolean holds(String id, String profile) {
      return trick.equals(id) && profiles.contains(profile);
    }

    String row() {
      return "| `%s` | %s | `%s` | %s |"
          .formatted(
              trick,
              profiles.isEmpty() ? "" : "`" + String.join("`, `", profiles) + "`",
              test,
              source);
    }
  }
}
