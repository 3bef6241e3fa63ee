package io.bagoftricks.backends.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Code compiled against the baseline of {@code api} and {@code backends/spi} still compiles and
 * links; where it does not, {@code accepted-breaks.txt} says why.
 */
final class CompatibilityTest {
  private static final String ACCEPTED = "accepted-breaks.txt";
  private static final String SEPARATOR = " -- ";

  @Test
  void nothingBreaksThatIsNotAccepted() throws IOException {
    Map<String, String> accepted = accepted();
    Set<String> breaks = new TreeSet<>(BaselineComparison.breaks());
    breaks.removeAll(accepted.keySet());

    assertThat(breaks)
        .withFailMessage(
            "This breaks programs that were compiled against the baseline of the API:%n%n  %s%n%n"
                + "Keep what was there (a new method beside the old one, @Deprecated on the old one)."
                + " Or accept the break: add its line to %s, with a reason:%n%n  %s%sREASON%n",
            String.join("\n  ", breaks),
            "backends/spi/src/test/resources/io/bagoftricks/backends/spi/" + ACCEPTED,
            breaks.isEmpty() ? "" : breaks.iterator().next(),
            SEPARATOR)
        .isEmpty();
  }

  @Test
  void whatIsAcceptedIsABreakAndHasAReason() throws IOException {
    Set<String> breaks = BaselineComparison.breaks();

    assertThat(accepted())
        .allSatisfy(
            (line, reason) -> {
              assertThat(breaks)
                  .withFailMessage(
                      "%s accepts '%s', which breaks nothing: remove it", ACCEPTED, line)
                  .contains(line);
              assertThat(reason)
                  .withFailMessage("%s accepts '%s' without a reason", ACCEPTED, line)
                  .hasSizeGreaterThan(10);
            });
  }

  /** Or this test would find nothing whatever is changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "public interface T { void a(); void b(); } | public interface T { void a(); } | METHOD_REMOVED t.T#b()",
        "public interface T { int a(int x); } | public interface T { long a(int x); } | METHOD_RETURN_TYPE_CHANGED t.T#a(int)",
        "public interface T { } | public interface T { void a(); } | METHOD_ADDED_TO_INTERFACE t.T#a()",
        "public interface T { } | public interface T { default void a() {} } | ",
        "@P public interface T { } | @P public interface T { void a(); } | ",
        "@P public interface T { void a(); } | @P public interface T { } | METHOD_REMOVED t.T#a()",
        "public record T(int a) { } | public record T(int a, int b) { } | CONSTRUCTOR_REMOVED t.T#new(int)",
        "public record T(int a) { } | public record T(int a, int b) { public T(int a) { this(a, 0); } } | ",
        "public enum T { A, B } | public enum T { A } | FIELD_REMOVED t.T#B",
        "public enum T { A } | public enum T { A, B } | ",
        "public class T { protected void a() {} } | public class T { void a() {} } | METHOD_LESS_ACCESSIBLE t.T#a()",
        "public class T { void a() {} } | public class T { } | ",
        "public class T { } | public final class T { } | CLASS_NOW_NOT_EXTENDABLE t.T",
        "public @interface T { } | public @interface T { int a() default 1; } | ",
        "public @interface T { } | public @interface T { int a(); } | METHOD_ABSTRACT_ADDED_TO_CLASS t.T#a()",
        "public interface T<X> { } | public interface T<X extends Number> { } | CLASS_GENERIC_TEMPLATE_CHANGED t.T",
        "public class T { public void a(java.util.List<String> x) { } } | public class T { public void a(java.util.List<Integer> x) { } } | METHOD_PARAMETER_GENERICS_CHANGED t.T#a(java.util.List)",
        "public abstract class T { } | public abstract class T { public abstract void a(); } | METHOD_ABSTRACT_ADDED_TO_CLASS t.T#a()",
        "public class T { public void a() { } } | public class T { public void a() throws Exception { } } | METHOD_NOW_THROWS_CHECKED_EXCEPTION t.T#a()",
        "public class T { public java.util.List<String> a() { return null; } } | public class T { public java.util.List<Integer> a() { return null; } } | METHOD_RETURN_TYPE_GENERICS_CHANGED t.T#a()",
      })
  void knowsABreakFromAnAddition(
      String before,
      String now,
      @org.jspecify.annotations.Nullable String broken,
      @TempDir Path folder)
      throws IOException {
    assertThat(
            BaselineComparison.breaks(
                compiled(before, folder.resolve("before")), compiled(now, folder.resolve("now"))))
        .containsExactlyElementsOf(broken == null ? List.of() : List.of(broken));
  }

  @Test
  void internalPackagesPromiseNothing(@TempDir Path folder) throws IOException {
    String internal = "package t.internal; public class T { %s }";

    assertThat(
            BaselineComparison.breaks(
                jar(internal.formatted("public int a;"), folder.resolve("before")),
                jar(internal.formatted(""), folder.resolve("now"))))
        .isEmpty();
  }

  private static byte[] compiled(String type, Path folder) throws IOException {
    return jar(
        "package t; " + type.replace("@P", "@org.osgi.annotation.versioning.ProviderType"), folder);
  }

  private static byte[] jar(String source, Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve("T.java");
    Files.writeString(file, source);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-proc:none", "-d", folder.toString(), file.toString());
    assertThat(code).describedAs(errors.toString(StandardCharsets.UTF_8)).isZero();
    return BaselineComparison.jar(folder);
  }

  /** The reasons by what they are for. */
  private static Map<String, String> accepted() throws IOException {
    Map<String, String> accepted = new LinkedHashMap<>();
    try (InputStream file = CompatibilityTest.class.getResourceAsStream(ACCEPTED)) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                String[] parts = line.split(SEPARATOR, 2);
                accepted.put(parts[0].strip(), parts.length < 2 ? "" : parts[1].strip());
              });
    }
    return accepted;
  }
}
