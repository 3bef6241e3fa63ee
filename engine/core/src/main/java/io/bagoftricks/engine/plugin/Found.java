package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.problem.Problem;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The descriptors that providers of all kinds bring, and the problems of providers that cannot be
 * used.
 */
final class Found {
  private final RunningCalls calls;
  private final Map<PluginKind<?, ?>, List<Descriptor>> byKind = new HashMap<>();
  private final Map<PluginKind<?, ?>, Map<String, String>> skipped = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param calls is told of every call of a plugin's code
   */
  Found(RunningCalls calls) {
    this.calls = calls;
  }

  /**
   * Adds what a class path lists.
   *
   * @param origins names the jar or folder of a services file
   * @return whether it lists anything
   */
  boolean scan(ClassLoader loader, Function<URL, String> origins) {
    boolean any = false;
    for (PluginKind<?, ?> kind : PluginKind.all()) {
      any |= scan(kind, loader, origins);
    }
    return any;
  }

  private <P, D extends Descriptor> boolean scan(
      PluginKind<P, D> kind, ClassLoader loader, Function<URL, String> origins) {
    ServiceListing listing = new ServiceListing(loader, kind.services(), origins);
    boolean any = !listing.isEmpty();
    ProviderScan<P, D> scan = new ProviderScan<>(kind, loader, listing, calls);
    byKind.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(scan.found());
    problems.addAll(scan.problems());
    skipped.computeIfAbsent(kind, k -> new HashMap<>()).putAll(scan.skipped());
    return any;
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  /** Everything of one kind, in the order in which it was found. */
  @SuppressWarnings("unchecked") // only descriptors of a kind are put there
  <D extends Descriptor> List<D> all(PluginKind<?, D> kind) {
    return (List<D>) List.copyOf(byKind.getOrDefault(kind, List.of()));
  }

  /** The reasons why some of a kind cannot be used, by id. */
  Map<String, String> skipped(PluginKind<?, ?> kind) {
    return Map.copyOf(skipped.getOrDefault(kind, Map.of()));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How much was found, and how much of it cannot be used. */
  int count() {
    return problems.size() + byKind.values().stream().mapToInt(List::size).sum();
  }
}
