package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.recipe.TrickCatalog;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The tricks that were found, by id. */
public final class TrickRegistry implements TrickCatalog {
  private final Registry<TrickDescriptor> tricks;
  private final Map<String, String> skipped;
  private final RunningCalls calls;

  TrickRegistry(Registry<TrickDescriptor> tricks, Map<String, String> skipped, RunningCalls calls) {
    this.tricks = tricks;
    this.skipped = skipped;
    this.calls = calls;
  }

  /**
   * The tricks of some providers.
   *
   * @throws IllegalArgumentException if one of them cannot be used, with the reason
   */
  public static TrickRegistry of(Collection<? extends TrickProvider<?>> providers) {
    List<TrickDescriptor> found =
        providers.stream()
            .map(provider -> PluginKind.TRICK.describe((TrickProvider<?>) provider))
            .toList();
    Registry<TrickDescriptor> tricks = new Registry<>(found);
    if (!tricks.problems().isEmpty()) {
      throw new IllegalArgumentException(tricks.problems().get(0).message());
    }
    return new TrickRegistry(tricks, Map.of(), new RunningCalls());
  }

  /** Is told of every call of a trick's code. */
  public RunningCalls calls() {
    return calls;
  }

  @Override
  public SortedSet<String> ids() {
    SortedSet<String> ids = new TreeSet<>();
    tricks.all().forEach(trick -> ids.add(trick.id()));
    return Collections.unmodifiableSortedSet(ids);
  }

  @Override
  public Optional<Record> defaultsOf(String id) {
    return find(id).map(TrickDescriptor::defaults);
  }

  @Override
  public Optional<String> skipped(String id) {
    return Optional.ofNullable(skipped.get(id));
  }

  @Override
  public Optional<String> setupHookOf(String id) {
    return find(id)
        .flatMap(
            trick ->
                Arrays.stream(HookPoint.values())
                    .filter(point -> point.isSetup() && trick.editsAt(point))
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
    return tricks.find(id);
  }

  List<TrickDescriptor> all() {
    return tricks.all();
  }
}
