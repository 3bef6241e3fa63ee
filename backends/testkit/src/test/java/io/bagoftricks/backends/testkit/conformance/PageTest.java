package io.bagoftricks.backends.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.backends.spi.BackendProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The class of {@code docs/test-a-backend.md}, with a provider that it may test. */
final class PageTest {
  private static final Path PAGE = Path.of("../../docs/test-a-backend.md");
  private static final Pattern CLASS =
      Pattern.compile("(?ms)^`(\\w+)\\.java`\n\n```java\n(.*?)^```$");
  private static final String PROVIDER =
      """
      package com.example.zephyr;

      import io.bagoftricks.backends.nd4j.Nd4jBackendProvider;
      import io.bagoftricks.backends.spi.Backend;
      import io.bagoftricks.backends.spi.BackendProvider;
      import io.bagoftricks.backends.spi.BackendUnavailableException;
      import io.bagoftricks.backends.testkit.FakeDevice;

      public final class ZephyrBackendProvider implements BackendProvider {
        @Override
        public String id() {
          return FakeDevice.ID;
        }

        @Override
        public int preference() {
          return 0;
        }

        @Override
        public Backend open() throws BackendUnavailableException {
          return new FakeDevice(new Nd4jBackendProvider().open());
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void itsClassTestsAProvider() throws Exception {
    Matcher page = CLASS.matcher(Files.readString(PAGE));
    assertThat(page.find()).isTrue();
    compile(page.group(1), page.group(2));
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()),
        "com.example.zephyr.ZephyrBackendProvider");
    SummaryGeneratingListener summary = new SummaryGeneratingListener();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> test = loader.loadClass("com.example.zephyr." + page.group(1));
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      DiscoverySelectors.selectNestedClass(
                          List.of(test), BackendConformance.Provider.class))
                  .build(),
              summary);
    }

    assertThat(summary.getSummary().getFailures()).isEmpty();
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(11);
  }

  @Test
  void listsEveryPartOfTheKit() throws IOException {
    List<String> parts =
        Files.readString(PAGE)
            .lines()
            .filter(line -> line.matches("\\| `[A-Z].*"))
            .flatMap(line -> Stream.of(line.split("\\|", -1)[1].trim().split(", ", -1)))
            .map(part -> part.replace("`", ""))
            .toList();

    assertThat(
            Stream.of(BackendConformance.class, PrecisionConformance.class)
                .flatMap(kit -> Arrays.stream(kit.getDeclaredClasses()))
                .filter(type -> type.isAnnotationPresent(Nested.class))
                .map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(parts);
  }

  private void compile(String test, String source) throws IOException {
    Path provider = folder.resolve("ZephyrBackendProvider.java");
    Files.writeString(provider, PROVIDER);
    Path tests = folder.resolve(test + ".java");
    Files.writeString(tests, source);
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
                provider.toString(),
                tests.toString());
    assertThat(code).describedAs(errors.toString(StandardCharsets.UTF_8)).isZero();
  }
}
