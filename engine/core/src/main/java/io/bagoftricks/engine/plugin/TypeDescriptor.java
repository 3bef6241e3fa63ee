package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TypeProvider;
import io.bagoftricks.engine.recipe.RecipeType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model, an optimizer or a source of data that was found, with all that its annotation says.
 *
 * @param required settings that a recipe may not leave out
 * @param origin the jar or folder it was found in
 * @param defaults the settings of a recipe that names none
 * @param running is told of every call of its code
 * @param guard stands around what is made, so that a failure names it
 * @param <T> what is made of its settings
 */
public record TypeDescriptor<T>(
    PluginKind<?, TypeDescriptor<T>> kind,
    String id,
    String summary,
    String paper,
    Set<String> required,
    String origin,
    TypeProvider<?, ?> provider,
    Record defaults,
    RunningCalls running,
    Guard<T> guard)
    implements Descriptor, RecipeType<T> {
  /** Stands between the engine and what a provider made. */
  interface Guard<T> {
    /** The same, guarded. */
    T around(T made, TypeCalls calls);
  }

  /** Sorts the required settings. */
  public TypeDescriptor {
    required = Set.copyOf(required);
  }

  TypeDescriptor(
      PluginKind<?, TypeDescriptor<T>> kind,
      String id,
      String summary,
      String paper,
      List<String> required,
      String origin,
      TypeProvider<?, ?> provider,
      Record defaults,
      RunningCalls running,
      Guard<T> guard) {
    this(
        kind,
        id,
        summary,
        paper,
        new TreeSet<>(required),
        origin,
        provider,
        defaults,
        running,
        guard);
  }

  /** The provider's name without that word. */
  @Override
  public String title() {
    return provider.getClass().getSimpleName().replaceFirst("(?<=.)Provider$", "");
  }

  @Override
  public Map<String, String> meanings() {
    return CardFile.meanings(this);
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if the provider fails in any other way
   */
  @Override
  @SuppressWarnings("unchecked") // a provider of the kind makes this
  public T make(Record settings) {
    TypeCalls calls = new TypeCalls(this);
    T made = (T) calls.refusable("make", provider, () -> made(provider, settings));
    return guard.around(made, calls);
  }

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if the provider fails
   */
  @Override
  public void check(Record settings, RunFacts facts, Problems problems) {
    new TypeCalls(this)
        .call(
            "check",
            () -> "",
            provider,
            () -> {
              check(provider, settings, facts, problems);
              return provider;
            });
  }

  @SuppressWarnings("unchecked") // the settings are of the class of the provider's own defaults
  private static <C extends Record> Object made(TypeProvider<C, ?> provider, Record settings) {
    return provider.make((C) settings);
  }

  @SuppressWarnings("unchecked") // the settings are of the class of the provider's own defaults
  private static <C extends Record> void check(
      TypeProvider<C, ?> provider, Record settings, RunFacts facts, Problems problems) {
    provider.check((C) settings, facts, problems);
  }
}
