package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Java cannot draw letters, a command loses its picture and nothing else. */
final class PictureTest {
  @TempDir private Path folder;

  @Test
  void theSuggestionOfFindLrIsThereWithoutFonts() throws Exception {
    Path output = folder.resolve("curve");
    String said = run("find-lr", "--updates", "20", "--output", output.toString());

    assertThat(said).contains("\"suggestedRate\":");
    assertThat(output.resolve("curve.csv")).isNotEmptyFile();
  }

  @Test
  void theTableOfAnAblationIsThereWithoutFonts() throws Exception {
    Path output = folder.resolve("ablation");
    String said =
        run(
            "ablate",
            "--seeds=1",
            "--epochs=1",
            "--mode=one-at-a-time",
            "--set",
            "tricks=[{\"trick\": \"zero-gamma\"}]",
            "--output",
            output.toString());

    assertThat(said).contains("| variant | top-1 % |");
    assertThat(output.resolve("ablation.md")).isNotEmptyFile();
  }

  /** Runs a command on a tiny recipe in a JVM whose fonts fail in the way that missing ones do. */
  private String run(String command, String... options) throws Exception {
    Path log = folder.resolve("log");
    List<String> arguments =
        new ArrayList<>(List.of(command, KillableRun.recipe(folder, 1).toString()));
    arguments.addAll(List.of(options));
    Process process =
        new ChildJava()
            .with("-Xmx512m", "--patch-module", "java.desktop=" + withoutFonts())
            .process(Main.class, arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).describedAs(said).isZero();
    assertThat(said).contains("[picture/not-drawn]").doesNotContain("\tat ");
    return said;
  }

  /** Java's own class for fonts, as it behaves in a container that has none. */
  private Path withoutFonts() throws IOException {
    Path source = folder.resolve("patch/sun/font/FontManagerFactory.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package sun.font;

        public final class FontManagerFactory {
          public static FontManager getInstance() {
            throw new RuntimeException("Fontconfig head is null, check your fonts");
          }
        }
        """);
    Path patch = folder.resolve("patch");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-XDignore.symbol.file",
                "--patch-module",
                "java.desktop=" + patch,
                source.toString());
    assertThat(failed).isZero();
    return patch;
  }
}
