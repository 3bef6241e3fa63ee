package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.testkit.Rule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The class of docs/test-a-trick.md compiles and passes, and the page lists every rule. */
final class TestATrickPageTest {
  private static final Path PAGE = Checkout.root().resolve("docs/test-a-trick.md");
  private static final Pattern CLASS =
      Pattern.compile("(?ms)^`(\\w+)\\.java`\n\n```java\n(.*?)^```$");
  private static final Pattern RULE = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

  @TempDir private Path folder;

  @Test
  void itsTestsPass() throws Exception {
    Matcher page = CLASS.matcher(Files.readString(PAGE));
    assertThat(page.find()).isTrue();
    compile(page.group(1), page.group(2));
    SummaryGeneratingListener summary = new SummaryGeneratingListener();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> test = loader.loadClass("com.example.hooks." + page.group(1));
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(test))
                  .build(),
              summary);
    }

    assertThat(summary.getSummary().getFailures()).isEmpty();
    int rules = Rule.values().length - 1; // mixup has no settings that change nothing
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(rules + 8);
  }

  @Test
  void listsEveryRule() throws IOException {
    assertThat(RULE.matcher(Files.readString(PAGE)).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::name).toList());
  }

  private void compile(String name, String source) throws IOException {
    Path test = folder.resolve(name + ".java");
    Files.writeString(test, source);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                test.toString());
    assertThat(code).describedAs(errors.toString(StandardCharsets.UTF_8)).isZero();
  }
}
