package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the tree's texts: Javadoc that names its subject, American spelling. */
final class WordsTest {
  private static final Pattern BEGINS_WITH_WHAT = Pattern.compile("(?m)^\\s*/\\*\\*[\\s*]*What\\b");
  private static final Pattern BRITISH =
      Pattern.compile(
          "(?i)colo[u]r|neighbo[u]r|behavio[u]r|favo[u]r|hono[u]r|\\bgre[y]|cent[r]es?\\b"
              + "|licen[c]e|label[l]ed|cancel[l]ed|catalo[g]ue|arte[f]act"
              + "|(normali|initiali|optimi|seriali|recogni|organi)[s](e|ing|ation)");

  /** "It is not a file", and "per step": "there is no file" is another thing. */
  private static final Pattern UNUSUAL =
      Pattern.compile(
          "(?i)(?<!there[\\s*]{1,9})\\b(is|are|was|were)[\\s*]+no (?!more|such|(?!number\\b)\\w+er\\b)\\w+"
              + "|\\b(bytes|bits|ms|seconds|sentence|threads|[MG]i?B) an?"
              + " (step|pixel|channel|row|line|core|image)\\b");

  /** Texts of the past, which stay as they were written. */
  private static final List<String> KEPT = List.of("CHANGELOG.md");

  @Test
  void noJavadocBeginsWithWhat() throws IOException {
    assertThat(findings(BEGINS_WITH_WHAT, ".java")).isEmpty();
  }

  @Test
  void spellingIsAmerican() throws IOException {
    assertThat(
            findings(
                BRITISH,
                ".java",
                ".md",
                ".txt",
                ".properties",
                ".xml",
                ".c",
                ".h",
                ".html",
                ".js",
                ".css"))
        .isEmpty();
  }

  @Test
  void nothingIsNoThing() throws IOException {
    assertThat(findings(UNUSUAL, ".java", ".md", ".properties", ".c", ".h")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/** What it is. */", "/**\n   * What it is,\n", "/**\n *\n * What\n"})
  void seesEveryFormOfJavadoc(String text) {
    assertThat(BEGINS_WITH_WHAT.matcher(text).find()).isTrue();
  }

  /** Each match as {@code path:line: text}. */
  private static List<String> findings(Pattern pattern, String... ends) throws IOException {
    List<String> findings = new ArrayList<>();
    int read = 0;
    for (Path file : Checkout.files("", ends)) {
      String name = Checkout.root().relativize(file).toString();
      if (KEPT.stream().noneMatch(name::endsWith)) {
        String text = text(file);
        read++;
        pattern
            .matcher(text)
            .results()
            .map(
                match ->
                    name
                        + ":"
                        + text.substring(0, match.start()).lines().count()
                        + ": "
                        + match.group().strip())
            .forEach(findings::add);
      }
    }
    assertThat(read).isGreaterThan(500);
    return findings;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return ""; // damaged on purpose, for a test
    }
  }
}
