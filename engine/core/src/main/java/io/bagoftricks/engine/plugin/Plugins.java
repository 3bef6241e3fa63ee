package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.recipe.RecipeTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that recipes can name: tricks, models, optimizers and sources of data, all found in
 * the same way, and what is wrong with those that cannot be used.
 */
public final class Plugins {
  private final TrickRegistry tricks;
  private final Registry<TypeDescriptor<DataSource>> data;
  private final Registry<TypeDescriptor<Model>> models;
  private final Registry<TypeDescriptor<Optimizer>> optimizers;
  private final Map<String, Map<String, String>> skipped;
  private final List<Problem> problems;
  private final List<Path> folders;

  private Plugins(Found found, RunningCalls calls, List<Path> folders) {
    this.folders = List.copyOf(folders);
    Registry<TrickDescriptor> ofTricks = new Registry<>(found.all(PluginKind.TRICK));
    tricks = new TrickRegistry(ofTricks, found.skipped(PluginKind.TRICK), calls);
    data = new Registry<>(found.all(PluginKind.DATA));
    models = new Registry<>(found.all(PluginKind.MODEL));
    optimizers = new Registry<>(found.all(PluginKind.OPTIMIZER));
    skipped =
        Map.of(
            "data", found.skipped(PluginKind.DATA),
            "model", found.skipped(PluginKind.MODEL),
            "optimizer", found.skipped(PluginKind.OPTIMIZER));
    problems = new ArrayList<>(found.problems());
    Stream.of(ofTricks, data, models, optimizers).map(Registry::problems).forEach(problems::addAll);
    problems.addAll(CardMentions.notes(ofTricks.all()));
  }

  /** Loads the providers that the services files of a class path list. */
  public static Plugins load(ClassLoader loader) {
    return load(loader, List.of());
  }

  /**
   * Loads the providers that the services files of a class path list, and those that plugins bring.
   */
  public static Plugins load(ClassLoader loader, List<Path> folders) {
    return load(loader, folders, new RunningCalls());
  }

  /**
   * Loads the providers that the services files of a class path list, and those that plugins bring.
   *
   * @param folders with a jar or a sub-folder for each plugin
   * @param calls is told of every call of a plugin's code, from now on
   * @throws io.bagoftricks.engine.problem.ProblemException if such a folder is not there
   */
  public static Plugins load(ClassLoader loader, List<Path> folders, RunningCalls calls) {
    Found found = new Found(calls);
    found.scan(loader, ServiceListing::origin);
    PluginFolders plugins = new PluginFolders(loader, found);
    folders.forEach(plugins::scan);
    return new Plugins(found, calls, folders);
  }

  /** The folders that plugins were looked for in, as they were named. */
  public List<Path> folders() {
    return folders;
  }

  /** The tricks. */
  public TrickRegistry tricks() {
    return tricks;
  }

  /** The models, optimizers and data sources that a recipe can name. */
  public RecipeTypes types() {
    return new RecipeTypes(
        List.copyOf(data.all()), List.copyOf(models.all()), List.copyOf(optimizers.all()), skipped);
  }

  /** Everything of all kinds, by id. */
  public List<Descriptor> all() {
    return Stream.of(tricks.all(), models.all(), optimizers.all(), data.all())
        .flatMap(List::stream)
        .map(Descriptor.class::cast)
        .sorted(Comparator.comparing(Descriptor::id))
        .toList();
  }

  /** The problems found: broken providers (warnings), ids used twice (errors). */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }
}
