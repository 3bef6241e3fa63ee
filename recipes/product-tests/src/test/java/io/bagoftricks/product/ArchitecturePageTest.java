package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every class that docs/architecture.md leads to is there. */
final class ArchitecturePageTest {
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w+)`");

  @Test
  void namesClassesThatThereAre() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher matcher =
        CLASS.matcher(Files.readString(Checkout.root().resolve("docs/architecture.md")));
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    Set<String> sources =
        Checkout.files("", ".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(sources).containsAll(named);
  }
}
