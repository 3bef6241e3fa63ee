package io.bagoftricks.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.TrickCard;
import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.toys.ToyRecipes;
import io.bagoftricks.engine.toys.ToyTricks;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Planning in a world of its own, which knows ND4J's types but nothing that computes. */
final class WithoutNativesTest {
  @Test
  void plansAndExplainsWithoutAnyClassThatComputes() throws Exception {
    try (World world = new World()) {
      assertThat(world.call(Explaining.class)).asString().contains("Parameter groups");
      assertThat(world.loaded)
          .filteredOn(name -> name.startsWith("org.nd4j") || name.startsWith("org.bytedeco"))
          .allMatch(name -> name.startsWith("org.nd4j.linalg.api.ndarray."));
    }
  }

  @Test
  void smallCommandsLoadNoClassThatComputes() throws Exception {
    try (World world = new World()) {
      assertThat(world.call(Commands.class))
          .asString()
          .startsWith("no problems\n")
          .contains("draft/2020-12");
      assertThat(world.loaded)
          .filteredOn(name -> name.startsWith("org.nd4j") || name.startsWith("org.bytedeco"))
          .allMatch(name -> name.startsWith("org.nd4j.linalg.api.ndarray."));
    }
  }

  @Test
  void wouldNoticeAClassThatComputes() throws Exception {
    try (World world = new World()) {
      assertThatThrownBy(() -> world.call(Computing.class))
          .hasRootCauseMessage("refused: org.nd4j.linalg.factory.Nd4j");
    }
  }

  /** Plans and explains. */
  public static final class Explaining implements Callable<String> {
    @Override
    public String call() {
      TrickRegistry toys = TrickRegistry.of(ToyTricks.all());
      List<TrickEntry> entries =
          ToyTricks.all().stream()
              .map(toy -> toy.getClass().getAnnotation(TrickCard.class).id())
              .map(id -> ToyRecipes.entry(toys, id))
              .toList();
      return PlanText.of(new RunPlanner(toys).plan(ToyRecipes.large(entries)));
    }
  }

  /** Runs the commands that are to start quickly. */
  public static final class Commands implements Callable<String> {
    @Override
    public String call() throws IOException {
      Path recipe = Files.createTempFile("recipe", ".json");
      try {
        Files.writeString(
            recipe,
            "{\"name\": \"a\", \"data\": {\"type\": \"cifar10\", \"validation\": \"test\"}, \"model\": {\"type\":"
                + " \"cifar-resnet\"}, \"optimizer\": {\"type\": \"nag\"}}");
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        Main.run(printer, printer, "lint", recipe.toString());
        Main.run(printer, printer, "list");
        Main.run(printer, printer, "schema");
        return out.toString();
      } finally {
        Files.delete(recipe);
      }
    }
  }

  /** Computes. */
  public static final class Computing implements Callable<String> {
    @Override
    public String call() {
      return Nd4j.zeros(1).toString();
    }
  }

  private static final class World extends URLClassLoader {
    final Set<String> loaded = new TreeSet<>();

    World() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    Object call(Class<? extends Callable<String>> task) throws Exception {
      Object copy = loadClass(task.getName()).getConstructor().newInstance();
      return ((Callable<?>) copy).call();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      loaded.add(name);
      if (name.startsWith("org.nd4j.linalg.factory") || name.startsWith("org.bytedeco")) {
        throw new ClassNotFoundException("refused: " + name);
      }
      return super.loadClass(name, resolve);
    }

    private static URL[] classPath() throws IOException {
      List<URL> urls = new ArrayList<>();
      StringTokenizer entries =
          new StringTokenizer(System.getProperty("java.class.path"), File.pathSeparator);
      while (entries.hasMoreTokens()) {
        urls.add(Path.of(entries.nextToken()).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }
  }
}
