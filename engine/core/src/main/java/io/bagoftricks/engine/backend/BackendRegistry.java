package io.bagoftricks.engine.backend;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendProvider;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.SettingException;
import io.bagoftricks.backends.spi.natives.NativeCacheException;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The backends on the class path. */
public final class BackendRegistry {
  private final List<BackendProvider> providers;

  /** Providers that are not there, each with the reason. */
  private final List<String> broken;

  private final Map<String, Attempt> attempts = new HashMap<>();

  private record Attempt(Optional<Backend> backend, String reason) {}

  private BackendRegistry(List<BackendProvider> providers, List<String> broken) {
    this.broken = List.copyOf(broken);
    this.providers =
        providers.stream()
            .sorted(
                Comparator.comparingInt(BackendProvider::preference)
                    .reversed()
                    .thenComparing(BackendProvider::id))
            .toList();
  }

  /**
   * The backends that a class loader sees. One that cannot be asked is passed over, and told of
   * where its backend would have been taken.
   *
   * @throws ProblemException if two backends have one id
   */
  public static BackendRegistry of(ClassLoader loader) {
    List<BackendProvider> providers = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Iterator<ServiceLoader.Provider<BackendProvider>> found =
        ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          break;
        }
        BackendProvider provider = found.next().get();
        provider.id();
        provider.preference();
        providers.add(provider);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken.add("A backend cannot be loaded: " + FailureWords.of(e) + ". It is passed over.");
      }
    }
    return of(providers, broken);
  }

  /** These backends. */
  static BackendRegistry of(List<BackendProvider> providers) {
    return of(providers, List.of());
  }

  private static BackendRegistry of(List<BackendProvider> providers, List<String> broken) {
    TreeMap<String, BackendProvider> byId = new TreeMap<>();
    for (BackendProvider provider : providers) {
      BackendProvider other = byId.put(provider.id(), provider);
      if (other != null) {
        throw error(
            "backend/duplicate-id",
            "Two backends call themselves '%s': %s and %s. Take one off the class path."
                .formatted(
                    provider.id(), other.getClass().getName(), provider.getClass().getName()));
      }
    }
    return new BackendRegistry(providers, broken);
  }

  /** The ids, the most preferred first. */
  public List<String> ids() {
    return providers.stream().map(BackendProvider::id).toList();
  }

  /**
   * Opens a backend.
   *
   * @param id the one to open; without it the most preferred that runs here
   * @param messages is told, once, of a preferred backend that does not run here, and why
   * @throws ProblemException if there is none of that id, or the environment has a value that it
   *     cannot take
   * @throws BackendUnavailableException if it, or every one, does not run here, with the reasons
   */
  public Backend open(Optional<String> id, Consumer<String> messages)
      throws BackendUnavailableException {
    List<String> reasons = new ArrayList<>(id.isEmpty() ? broken : List.of());
    for (BackendProvider provider : candidates(id)) {
      Attempt attempt = attempt(provider);
      if (attempt.backend().isPresent()) {
        if (!reasons.isEmpty()) {
          messages.accept(
              String.join("\n", reasons) + "\nUsing backend '" + provider.id() + "' instead.");
        }
        return attempt.backend().get();
      }
      reasons.add(attempt.reason());
    }
    throw new BackendUnavailableException(
        reasons.isEmpty()
            ? "No backend is on the class path. Add the jar of one."
            : String.join("\n", reasons),
        null);
  }

  /**
   * The most preferred backend that runs here and has a precision.
   *
   * @throws ProblemException if the environment has a value that a backend cannot take
   */
  public Optional<Backend> openWith(Precision precision) {
    return providers.stream()
        .map(this::attempt)
        .flatMap(attempt -> attempt.backend().stream())
        .filter(backend -> backend.precisions().contains(precision))
        .findFirst();
  }

  /**
   * A precision that a backend can store activations in.
   *
   * @param source who asks for it; empty for the command line
   * @return the precision
   * @throws ProblemException if it cannot
   */
  public static Precision storable(Precision precision, Backend backend, String source) {
    if (backend.precisions().contains(precision)) {
      return precision;
    }
    throw new ProblemException(
        List.of(
            Problem.error(
                "backend/precision",
                source,
                "Backend '%s' cannot compute with activations stored as %s; it can with %s. Choose another backend or precision."
                    .formatted(backend.id(), precision, new TreeSet<>(backend.precisions())))));
  }

  /** A provider is asked once, whatever came of it. */
  private Attempt attempt(BackendProvider provider) {
    return attempts.computeIfAbsent(
        provider.id(),
        id -> {
          try {
            return new Attempt(Optional.of(provider.open()), "");
          } catch (SettingException e) {
            throw new ProblemException(
                List.of(Problem.error("backend/setting", e.variable(), e.reason())));
          } catch (BackendUnavailableException e) {
            return new Attempt(
                Optional.empty(), "Backend '" + id + "' does not run here: " + e.getMessage());
          } catch (NativeCacheException | InsufficientMemoryException e) {
            throw e; // which say what to do, and hold for any backend
          } catch (LinkageError | RuntimeException e) {
            return new Attempt(
                Optional.empty(),
                "Backend '" + id + "' does not run here: it failed with " + FailureWords.of(e));
          }
        });
  }

  private List<BackendProvider> candidates(Optional<String> id) {
    if (id.isEmpty()) {
      return providers;
    }
    List<BackendProvider> named =
        providers.stream().filter(provider -> provider.id().equals(id.get())).toList();
    if (named.isEmpty()) {
      throw error(
          "backend/unknown",
          "Backend '%s' is not known. On the class path: %s. %s"
              .formatted(id.get(), String.join(", ", ids()), String.join(" ", broken))
              .strip());
    }
    return named;
  }

  private static ProblemException error(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, "", message)));
  }
}
