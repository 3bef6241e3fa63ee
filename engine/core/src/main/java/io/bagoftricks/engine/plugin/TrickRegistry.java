package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.TrickCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tricks that were found, by id, and what is wrong with those that cannot be used. */
public final class TrickRegistry implements TrickCatalog {
  private final SortedMap<String, TrickDescriptor> tricks = new TreeMap<>();
  private final List<Problem> problems;
  private final RunningCalls calls;

  private TrickRegistry(List<TrickDescriptor> found, List<Problem> problems, RunningCalls calls) {
    this.problems = new ArrayList<>(problems);
    this.calls = calls;
    Map<String, List<TrickDescriptor>> byId =
        found.stream()
            .collect(Collectors.groupingBy(TrickDescriptor::id, TreeMap::new, Collectors.toList()));
    byId.forEach(
        (id, same) -> {
          if (same.size() == 1) {
            tricks.put(id, same.get(0));
          } else {
            this.problems.add(duplicate(id, same));
          }
        });
  }

  /** The tricks that the services files of a class path list. */
  public static TrickRegistry load(ClassLoader loader) {
    return load(loader, List.of(), new RunningCalls());
  }

  /** The tricks that the services files of a class path list, and those of plugins. */
  public static TrickRegistry load(ClassLoader loader, List<Path> plugins) {
    return load(loader, plugins, new RunningCalls());
  }

  /**
   * The tricks that the services files of a class path list, and those of plugins.
   *
   * @param plugins folders with a jar or a sub-folder for each plugin
   * @param calls is told of every call of a trick's code, from now on
   * @throws RecipeException if such a folder is not there
   */
  public static TrickRegistry load(ClassLoader loader, List<Path> plugins, RunningCalls calls) {
    ProviderScan classPath = new ProviderScan(loader, new ServiceListing(loader), calls);
    PluginFolders folders = new PluginFolders(loader, calls);
    plugins.forEach(folders::scan);
    List<TrickDescriptor> found = new ArrayList<>(classPath.found());
    found.addAll(folders.found());
    List<Problem> problems = new ArrayList<>(classPath.problems());
    problems.addAll(folders.problems());
    return new TrickRegistry(found, problems, calls);
  }

  /**
   * The tricks of some providers.
   *
   * @throws IllegalArgumentException if one of them cannot be used, with the reason
   */
  public static TrickRegistry of(Collection<? extends TrickProvider<?>> providers) {
    List<TrickDescriptor> found = new ArrayList<>();
    for (TrickProvider<?> provider : providers) {
      try {
        found.add(DescriptorReader.read(provider, provider.getClass().getPackageName()));
      } catch (BrokenProviderException e) {
        throw new IllegalArgumentException(provider.getClass().getName() + " " + e.getMessage(), e);
      }
    }
    return new TrickRegistry(found, List.of(), new RunningCalls());
  }

  /** What is wrong: broken providers (warnings), ids used twice (errors). */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Is told of every call of a trick's code. */
  public RunningCalls calls() {
    return calls;
  }

  @Override
  public SortedSet<String> ids() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(tricks.keySet()));
  }

  @Override
  public Optional<Record> defaultsOf(String id) {
    return find(id).map(TrickDescriptor::defaults);
  }

  @Override
  public Optional<String> setupHookOf(String id) {
    return find(id)
        .flatMap(
            trick ->
                Arrays.stream(HookPoint.values())
                    .filter(point -> point.isSetup() && trick.actsAt(point))
                    .map(HookPoint::method)
                    .findFirst());
  }

  @Override
  public String summaryOf(String id) {
    return find(id).map(TrickDescriptor::summary).orElse("");
  }

  @Override
  public Map<String, String> meaningsOf(String id) {
    return find(id).map(CardFile::meanings).orElse(Map.of());
  }

  /** The trick of an id. */
  public Optional<TrickDescriptor> find(String id) {
    return Optional.ofNullable(tricks.get(id));
  }

  private static Problem duplicate(String id, List<TrickDescriptor> same) {
    String who =
        same.stream()
            .map(d -> d.provider().getClass().getName() + " (" + d.origin() + ")")
            .sorted()
            .collect(Collectors.joining(" and "));
    String count = same.size() == 2 ? "Two" : Integer.toString(same.size());
    return Problem.error(
        "plugin/duplicate-id",
        "",
        count
            + " tricks call themselves '"
            + id
            + "': "
            + who
            + ". None is used; remove all but one.");
  }
}
