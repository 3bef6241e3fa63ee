package io.bagoftricks.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin that {@code docs/add-a-trick.md} writes does what that page says. */
final class AddATrickTest {
  private static final Pattern FILE =
      Pattern.compile("(?ms)^`my-trick/([^`]+)`\n\n```\\w*\n(.*?)^```$");

  /** A command, and what it prints up to the next. */
  private static final Pattern COMMAND =
      Pattern.compile("(?ms)^\\$ \\./tricks (.+?)\n(.*?)(?=^\\$ |^```$)");

  @TempDir private Path folder;
  private String page;
  private Path classes;

  @BeforeEach
  void buildThePlugin() throws IOException {
    page = Files.readString(Checkout.root().resolve("docs/add-a-trick.md"));
    Path project = folder.resolve("my-trick");
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Path path = project.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
    }
    Path recipe = folder.resolve("recipes/quickstart.json");
    Files.createDirectories(recipe.getParent());
    Files.copy(Checkout.recipe("quickstart"), recipe);
    classes = compile(project);
    Path plugins = Files.createDirectories(project.resolve("plugins"));
    pack(plugins.resolve("gradient-noise-1.0.jar"), classes, project.resolve("src/main/resources"));
  }

  @Test
  void printsWhatThePageShows() {
    List<String> shown = new ArrayList<>();
    Matcher command = COMMAND.matcher(page);
    while (command.find()) {
      String[] arguments = inFolder(command.group(1)).split(" ", -1);
      if (!command.group(2).isBlank()) {
        CommandLineRun answer = CommandLineRun.of(arguments);
        assertThat(answer.err() + answer.out())
            .containsSubsequence(
                Arrays.stream(inFolder(command.group(2)).split("(?m)^\\.\\.\\.\n", -1))
                    .filter(part -> !part.isEmpty())
                    .toList());
        shown.add(arguments[0]);
      }
    }
    assertThat(shown).containsExactly("list", "explain", "lint");
  }

  @Test
  void trains() throws IOException {
    Path run = folder.resolve("run");
    CommandLineRun answer =
        CommandLineRun.of(
            inFolder(
                    "train my-trick/noisy.json --plugins my-trick/plugins --backend nd4j --set training.epochs=3 --set training.batchSize=2000 --set model.width=1 --output "
                        + run)
                .split(" ", -1));
    assertThat(answer.code()).describedAs(answer.err()).isZero();
    assertThat(run.resolve("receipts.csv")).content().contains("gradient-noise,training,1,1,");
  }

  @Test
  void passesItsOwnTests() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> test = loader.loadClass("com.example.gradientnoise.GradientNoiseTest");
      int tests = 0;
      for (Method method : test.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(newInstance(test));
          tests++;
        }
      }
      assertThat(tests).isEqualTo(2);
    }
  }

  /** Or the test would say more of the page than it holds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.bagoftricks.engine.cli.Main",
        "io.bagoftricks.backends.spi.Backend",
        "io.bagoftricks.tricks.loss.labelsmoothing.LabelSmoothing",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.inject.Guice",
        "org.junit.jupiter.api.Test"
      })
  void aTrickSeesTheApiAlone(String type) throws IOException, ClassNotFoundException {
    Path sources = Files.createDirectories(folder.resolve("other"));
    Files.writeString(sources.resolve("Sees.java"), "class Sees { %s it; }".formatted(type));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    String main = PluginClassPath.ofCheckout().ofMain();
    int code = javac(sources, folder, main, errors);

    assertThat(code).isNotZero();
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("does not exist");
    assertThat(Class.forName(type, false, getClass().getClassLoader()))
        .describedAs("what is here, but not for plugins")
        .isNotNull();
  }

  private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private String inFolder(String text) {
    return text.replace("my-trick", folder.resolve("my-trick").toString());
  }

  /** The trick against the API alone, its test with JUnit besides, as the page's pom has it. */
  private static Path compile(Path project) throws IOException {
    Path target = Files.createDirectories(project.resolve("target/classes"));
    PluginClassPath classPath = PluginClassPath.ofCheckout();
    String main = classPath.ofMain();
    String tests = target + File.pathSeparator + classPath.ofTests();
    assertThat(javac(project.resolve("src/main"), target, main, System.err)).isZero();
    assertThat(javac(project.resolve("src/test"), target, tests, System.err)).isZero();
    return target;
  }

  private static int javac(Path sources, Path target, String classPath, OutputStream errors)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-Xlint:all,-processing,-classfile,-path",
                "-Werror",
                "-d",
                target.toString(),
                "-cp",
                classPath));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
    }
    return ToolProvider.getSystemJavaCompiler()
        .run(null, null, errors, arguments.toArray(String[]::new));
  }

  private static void pack(Path jar, Path... roots) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path root : roots) {
        try (Stream<Path> all = Files.walk(root)) {
          for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
            out.putNextEntry(new JarEntry(root.relativize(file).toString()));
            Files.copy(file, out);
          }
        }
      }
    }
  }
}
