package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks new-plugin}. */
@CommandLine.Command(
    name = "new-plugin",
    description = {
      "Writes a Maven project with a trick of yours.",
      "It compiles, passes its tests and runs in its recipe as it is; put your formula in the place"
          + " of the example's."
    },
    mixinStandardHelpOptions = true)
final class NewPluginCommand implements Callable<Integer> {
  private static final String JAVA = ".java";
  private static final Pattern IMPORT = Pattern.compile("import ([\\w.]+);");
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.ParentCommand private Invocation invocation;

  @CommandLine.Parameters(
      paramLabel = "NAME",
      description = "The id of the trick, such as my-loss; the project is written into ./NAME.")
  private String name = "";

  @CommandLine.Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "What the trick is: ${COMPLETION-CANDIDATES}; without it ${DEFAULT-VALUE}.")
  private PluginTemplate kind = PluginTemplate.LOSS;

  @CommandLine.Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The folder to write into, instead of ./NAME.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    check();
    Path folder = output == null ? Path.of(name) : output;
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw problem(
          "new-plugin/not-empty",
          "%s is there and not an empty folder; nothing was written. Name another with --output."
              .formatted(folder));
    }
    Map<String, String> project = kind.instantiate(name);
    checkClasses(project);
    write(project, folder);
    spec.commandLine()
        .getOut()
        .printf("%s has the trick '%s'; its README.md has the next steps.%n", folder, name);
    return 0;
  }

  /** All of it or nothing: a second try finds the folder as it was. */
  private void write(Map<String, String> project, Path folder) throws IOException {
    boolean isNew = !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    OutputFiles files = invocation.outputs("--output");
    try {
      for (Map.Entry<String, String> file : project.entrySet()) {
        files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      try {
        if (isNew && Files.isDirectory(folder)) {
          invocation.disk().delete(folder);
        } else if (Files.isDirectory(folder)) {
          for (String file : project.keySet()) {
            invocation.disk().delete(folder.resolve(Path.of(file).getName(0)));
          }
        }
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /**
   * A class of the project must not have the simple name of a type that it imports, or of one in
   * {@code java.lang} that it uses.
   */
  private void checkClasses(Map<String, String> project) throws IOException {
    List<String> own =
        project.keySet().stream()
            .filter(file -> file.endsWith(JAVA))
            .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - JAVA.length()))
            .toList();
    Set<String> words =
        kind.instantiate("any-other").values().stream()
            .flatMap(text -> Stream.of(text.split("\\W+", -1)))
            .collect(Collectors.toSet());
    Optional<String> taken =
        project.values().stream()
            .flatMap(String::lines)
            .map(IMPORT::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .filter(type -> own.contains(type.substring(type.lastIndexOf('.') + 1)))
            .findFirst()
            .or(
                () ->
                    own.stream()
                        .filter(words::contains)
                        .map("java.lang."::concat)
                        .filter(this::exists)
                        .findFirst());
    if (taken.isPresent()) {
      throw problem(
          "new-plugin/name",
          "The trick '%s' would have a class that is called as %s, which the project uses. Add a word, such as my-%1$s."
              .formatted(name, taken.get()));
    }
  }

  private boolean exists(String type) {
    return getClass().getResource("/" + type.replace('.', '/') + ".class") != null;
  }

  private void check() {
    if (!ID.matcher(name).matches()) {
      throw problem(
          "new-plugin/name",
          "'%s' is not the id of a trick: lower-case letters and digits, words joined by '-', a letter first, such as my-loss."
              .formatted(name));
    }
    if (SourceVersion.isKeyword(PluginTemplate.packageOf(name))) {
      throw problem(
          "new-plugin/name",
          "'%s' is a word of the language Java, and cannot name a package. Add a word, such as my-%1$s."
              .formatted(name));
    }
    if (Session.open(spec, List.of()).recipes().tricks().ids().contains(name)) {
      throw problem(
          "new-plugin/taken",
          "There is a trick '%s' already (tricks list %1$s). Choose another name.".formatted(name));
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  private static ProblemException problem(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, "", message)));
  }
}
