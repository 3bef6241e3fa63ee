package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.TypeProvider;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;
import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.ModelProvider;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.Misfit;
import io.bagoftricks.engine.recipe.DataSplits;
import io.bagoftricks.engine.recipe.ModelStart;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of thing that plugins bring. All kinds are found in the same way.
 *
 * @param <P> what its providers implement
 * @param <D> what describes one
 */
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
public final class PluginKind<P, D extends Descriptor> {
  /** Tricks. */
  public static final PluginKind<TrickProvider, TrickDescriptor> TRICK =
      new PluginKind<>(
          TrickProvider.class,
          "trick",
          "META-INF/tricks/",
          TrickDescriptor.RESERVED_KEYS,
          (kind, provider, origin, calls) -> TrickReader.read(provider, origin));

  /** Networks. */
  public static final PluginKind<ModelProvider, TypeDescriptor<Model>> MODEL =
      ofType(ModelProvider.class, "model", "META-INF/models/", ModelStart.KEYS, GuardedModel::new);

  /** Optimizers. */
  public static final PluginKind<OptimizerProvider, TypeDescriptor<Optimizer>> OPTIMIZER =
      ofType(
          OptimizerProvider.class,
          "optimizer",
          "META-INF/optimizers/",
          List.of(),
          GuardedOptimizer::of);

  /** Sources of data. */
  public static final PluginKind<DataSourceProvider, TypeDescriptor<DataSource>> DATA =
      ofType(
          DataSourceProvider.class,
          "data source",
          "META-INF/data/",
          DataSplits.KEYS,
          GuardedDataSource::new);

  private final Class<P> service;
  private final String noun;
  private final String cards;
  private final List<String> reservedKeys;
  private final Reader<P, D> reader;

  /** Describes a provider. */
  private interface Reader<P, D extends Descriptor> {
    D read(PluginKind<P, D> kind, P provider, String origin, RunningCalls calls);
  }

  private PluginKind(
      Class<P> service, String noun, String cards, List<String> reservedKeys, Reader<P, D> reader) {
    this.service = service;
    this.noun = noun;
    this.cards = cards;
    this.reservedKeys = List.copyOf(reservedKeys);
    this.reader = reader;
  }

  private static <P extends TypeProvider, T> PluginKind<P, TypeDescriptor<T>> ofType(
      Class<P> service,
      String noun,
      String cards,
      List<String> keysOfTheEngine,
      TypeDescriptor.Guard<T> guard) {
    return new PluginKind<>(
        service,
        noun,
        cards,
        Stream.concat(Stream.of("type"), keysOfTheEngine.stream()).toList(),
        (kind, provider, origin, calls) -> TypeReader.read(kind, provider, origin, calls, guard));
  }

  /** All kinds. */
  static List<PluginKind<?, ?>> all() {
    return List.of(TRICK, MODEL, OPTIMIZER, DATA);
  }

  /** The interface of its providers. */
  Class<P> service() {
    return service;
  }

  /** Where its providers are listed. */
  String services() {
    return "META-INF/services/" + service.getName();
  }

  /** One of the kind, as messages say it. */
  public String noun() {
    return noun;
  }

  /** One of the kind with its article. */
  String one() {
    return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
  }

  /** Where the cards of the kind lie in a jar. */
  String cards() {
    return cards;
  }

  /** Keys of a recipe that belong to the engine, so that no setting may be called so. */
  List<String> reservedKeys() {
    return reservedKeys;
  }

  /**
   * Reads what a provider and its annotations say; nothing of it is trusted.
   *
   * @param calls is told of every call of the provider's code, from now on
   * @throws BrokenProviderException with what is wrong, as the end of a sentence about the class
   */
  D read(P provider, String origin, RunningCalls calls) {
    try {
      return reader.read(this, provider, origin, calls);
    } catch (BrokenProviderException e) {
      throw e;
    } catch (Throwable e) {
      // Annotations with constants or classes that are not on this path fail only when read.
      throw new BrokenProviderException(
          Misfit.of(e).orElseGet(() -> "cannot be read: " + FailureWords.of(e)), e);
    }
  }

  /**
   * Describes a provider that is here already.
   *
   * @throws IllegalArgumentException if it cannot be used, with the reason
   */
  public D describe(P provider) {
    try {
      return read(provider, provider.getClass().getPackageName(), new RunningCalls());
    } catch (BrokenProviderException e) {
      throw new IllegalArgumentException(provider.getClass().getName() + " " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return noun;
  }
}
