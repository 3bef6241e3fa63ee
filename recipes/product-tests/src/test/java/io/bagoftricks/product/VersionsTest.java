package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version stands in the pom of the root; pages and examples that name it name the same. */
final class VersionsTest {
  private static final Pattern OURS =
      Pattern.compile(
          "(?s)<artifactId>bagoftricks[a-z0-9-]*</artifactId>\\s*<version>([^<$]+)</version>"
              + "|<bagoftricks.version>([^<]+)</bagoftricks.version>");

  @Test
  void isTheSameEverywhere() throws IOException {
    String version = MavenRepository.VERSION;
    List<String> others = new ArrayList<>();
    int named = 0;
    for (Path file : Checkout.files("", "pom.xml", ".md")) {
      Matcher matcher = OURS.matcher(Files.readString(file));
      while (matcher.find()) {
        named++;
        String found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        if (!found.equals(version)) {
          others.add(Checkout.root().relativize(file) + ": " + found);
        }
      }
    }
    assertThat(others).isEmpty();
    assertThat(named).isGreaterThan(30);
    assertThat(Checkout.root().resolve("pom.xml")).content().contains("<version>" + version + "</");
  }
}
