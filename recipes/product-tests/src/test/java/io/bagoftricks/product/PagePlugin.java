package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
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
import org.junit.jupiter.api.Test;

/** The plugin that a page writes, built in a folder as the page says, and the page's commands. */
final class PagePlugin {
  /** A command, and what it prints up to the next. */
  private static final Pattern COMMAND =
      Pattern.compile("(?ms)^\\$ \\$TRICKS/tricks (.+?)\n(.*?)(?=^\\$ |^```$)");

  private final Path folder;
  private final String project;
  private final String page;

  private PagePlugin(Path folder, String project, String page) {
    this.folder = folder;
    this.project = project;
    this.page = page;
  }

  /**
   * Writes every file of a page, compiles the plugin against the API alone, and packs it; then its
   * tests.
   *
   * @param project the folder that the page's files are in
   * @param jar its name in the project's folder of plugins
   */
  static PagePlugin build(Path folder, String pageName, String project, String jar)
      throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs").resolve(pageName));
    PagePlugin plugin = new PagePlugin(folder, project, page);
    Pattern file =
        Pattern.compile("(?ms)^`" + Pattern.quote(project) + "/([^`]+)`\n\n```\\w*\n(.*?)^```$");
    Matcher written = file.matcher(page);
    while (written.find()) {
      Path path = plugin.root().resolve(written.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, written.group(2));
    }
    compile(plugin.root(), jar);
    return plugin;
  }

  /**
   * Compiles a project, the plugin against the API alone, and packs it; then its tests.
   *
   * @return its folder of plugins
   */
  static Path compile(Path root, String jar) throws IOException {
    Path target = Files.createDirectories(root.resolve("target/classes"));
    String main = PluginClassPath.ofCheckout().ofMain();
    assertThat(javac(root.resolve("src/main"), target, main, System.err)).isZero();
    Path plugins = Files.createDirectories(root.resolve("plugins"));
    pack(plugins.resolve(jar), target, root.resolve("src/main/resources"));
    if (Files.exists(root.resolve("src/test"))) {
      String tests = target + File.pathSeparator + System.getProperty("java.class.path");
      assertThat(javac(root.resolve("src/test"), target, tests, System.err)).isZero();
    }
    return plugins;
  }

  /** Runs the tests of a class that {@link #compile} has compiled; how many there are. */
  static int tests(Path root, String name) throws Exception {
    Path classes = root.resolve("target/classes");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> test = loader.loadClass(name);
      int tests = 0;
      for (Method method : test.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(newInstance(test));
          tests++;
        }
      }
      return tests;
    }
  }

  private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /** The project's folder. */
  Path root() {
    return folder.resolve(project);
  }

  /** A text of the page, its paths where the project lies. */
  String inFolder(String text) {
    return text.replace(project, root().toString());
  }

  /** Runs a command, written as the page writes it. */
  CommandLineRun run(String command) {
    return CommandLineRun.of(inFolder(command).split(" ", -1));
  }

  /** Runs each command of which the page shows the output; their names. */
  List<String> printsWhatThePageShows() {
    List<String> shown = new ArrayList<>();
    Matcher command = COMMAND.matcher(page);
    while (command.find()) {
      if (!command.group(2).isBlank()) {
        CommandLineRun answer = run(command.group(1));
        assertThat(answer.err() + answer.out())
            .containsSubsequence(
                Arrays.stream(inFolder(command.group(2)).split("(?m)^\\.\\.\\.\n", -1))
                    .filter(part -> !part.isEmpty())
                    .map(String::stripTrailing)
                    .toList());
        shown.add(command.group(1).split(" ", -1)[0]);
      }
    }
    return shown;
  }

  /** Compiles a folder of sources, with all warnings as errors. */
  static int javac(Path sources, Path target, String classPath, OutputStream errors)
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
