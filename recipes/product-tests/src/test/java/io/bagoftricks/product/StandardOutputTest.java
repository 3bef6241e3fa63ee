package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bagoftricks.engine.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that nobody has got are not a failure. */
final class StandardOutputTest {
  private static final File FULL = new File("/dev/full");

  @TempDir private Path folder;

  @Test
  void messagesThatCannotBePrintedAreNone() throws IOException, InterruptedException {
    assumeTrue(FULL.exists(), "only Linux has a device that is always full");
    Path result = folder.resolve("result");

    Process process = version().redirectOutput(result.toFile()).redirectError(FULL).start();

    assertThat(end(process)).isZero();
    assertThat(result).isNotEmptyFile();
  }

  /** A file that is opened twice, by the shell and by its name, would be written over. */
  @Test
  void aPictureOnStandardOutputIsThatAndNothingElse() throws Exception {
    Path recipe = KillableRun.recipe(folder);
    Path picture = folder.resolve("x.png");
    Process process =
        new ChildJava()
            .process(Main.class, "data", "preview", recipe.toString(), "--out", "/dev/stdout")
            .redirectOutput(picture.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(end(process)).isZero();
    assertThat(ImageIO.read(picture.toFile())).isNotNull();
  }

  private static ProcessBuilder version() {
    return new ChildJava().process(Main.class, "--version");
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
