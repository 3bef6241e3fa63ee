package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of {@code docs/use-from-java.md} compiles, and prints what that page says. */
final class UseFromJavaTest {
  private static final Pattern PROGRAM =
      Pattern.compile("(?ms)^`(\\w+\\.java)`\n\n```java\n(.*?)^```$");
  private static final Pattern PRINTED = Pattern.compile("(?ms)it prints:\n\n```\n(.*?)^```$");

  @TempDir private Path folder;

  @Test
  void theProgramDoesWhatThePageSays() throws IOException, InterruptedException {
    String page = Files.readString(Checkout.root().resolve("docs/use-from-java.md"));
    Matcher program = PROGRAM.matcher(page);
    assertThat(program.find()).isTrue();
    Path source = folder.resolve(program.group(1));
    Files.writeString(source, program.group(2));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int compiled =
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
                source.toString());
    assertThat(compiled).describedAs(errors.toString(StandardCharsets.UTF_8)).isZero();

    Path recipe = KillableRun.recipe(folder);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ChildJava()
            .withClasses(folder)
            .process("TrainAndUse", recipe.toString(), folder.resolve("run").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).describedAs(Files.readString(err)).isZero();

    Matcher printed = PRINTED.matcher(page);
    assertThat(printed.find()).isTrue();
    assertThat(Files.readString(out)).isEqualTo(printed.group(1));
  }
}
