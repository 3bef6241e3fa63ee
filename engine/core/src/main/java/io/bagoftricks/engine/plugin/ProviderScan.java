package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.plugin.Misfit;
import io.bagoftricks.engine.internal.plugin.PluginCode;
import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the providers of one kind on a class path. One that is broken becomes a problem; the rest
 * go on.
 */
final class ProviderScan<P, D extends Descriptor> {
  /** A loader that fails so often in a row makes no progress. */
  private static final int MOST_FAILURES_IN_A_ROW = 100;

  private static final String NOT_REACHED = "stands in a services file that is not read";

  private final PluginKind<P, D> kind;
  private final ServiceListing listing;
  private final RunningCalls calls;
  private final List<D> found = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Map<String, String> skipped = new HashMap<>();

  ProviderScan(
      PluginKind<P, D> kind, ClassLoader loader, ServiceListing listing, RunningCalls calls) {
    this(kind, listing, ServiceLoader.load(kind.service(), loader).stream().iterator(), calls);
  }

  ProviderScan(
      PluginKind<P, D> kind,
      ServiceListing listing,
      Iterator<ServiceLoader.Provider<P>> providers,
      RunningCalls calls) {
    this.kind = kind;
    this.listing = listing;
    this.calls = calls;
    int failures = 0;
    while (failures < MOST_FAILURES_IN_A_ROW) {
      try {
        if (!providers.hasNext()) {
          listing.remaining().forEach(name -> skip(Optional.of(name), NOT_REACHED));
          return;
        }
        ServiceLoader.Provider<P> provider = providers.next();
        failures = 0;
        describe(provider);
      } catch (Throwable e) { // whatever a plugin throws, the others are to work
        failures++;
        failed(e);
      }
    }
    problems.add(
        Problem.error(
            "plugin/cannot-list",
            "",
            String.format(
                Locale.ROOT,
                ("The search for %ss failed %d times in a row and was given up. "
                    + "Look at the class path."),
                kind.noun(),
                failures)));
  }

  private void failed(Throwable error) {
    String text = String.valueOf(error.getMessage());
    if (text.contains("Illegal configuration-file syntax")
        || text.contains("Illegal provider-class name")) {
      problems.add(
          Problem.warning(
              "plugin/cannot-list",
              "",
              "A services file lists what is not a class name, and is not read: %s. Write one class name per line."
                  .formatted(text.replace(kind.service().getName() + ": ", ""))));
    } else {
      Optional<String> provider = listing.failed(text);
      skip(provider, reason(error, provider));
    }
  }

  List<D> found() {
    return List.copyOf(found);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The reasons why some that were found cannot be used, by id as far as that is known. */
  Map<String, String> skipped() {
    return Map.copyOf(skipped);
  }

  private void describe(ServiceLoader.Provider<P> provider) {
    String name = provider.type().getName();
    listing.delivered(name);
    try {
      found.add(
          calls.call(
              () -> "the provider " + name + " (" + listing.originOf(name) + ")",
              () -> read(provider, name)));
    } catch (BrokenProviderException e) {
      skip(Optional.of(name), String.valueOf(e.getMessage()));
    } catch (Throwable e) { // whatever a plugin throws, the others are to work
      skip(Optional.of(name), reason(e, Optional.of(name)));
    }
  }

  private D read(ServiceLoader.Provider<P> provider, String name) {
    P instance = provider.get();
    return PluginCode.call(instance, () -> kind.read(instance, listing.originOf(name), calls));
  }

  private void skip(Optional<String> provider, String reason) {
    String fault =
        "%s is listed as %s but %s."
            .formatted(
                provider
                    .map(name -> name + " (" + listing.originOf(name) + ")")
                    .orElse("A provider"),
                kind.one(),
                reason);
    provider
        .flatMap(listing::classOf)
        .flatMap(ProviderFacts::idOf)
        .ifPresent(id -> skipped.put(id, fault));
    problems.add(Problem.warning("plugin/cannot-load", "", fault + " It is skipped."));
  }

  private String reason(Throwable error, Optional<String> provider) {
    String nested =
        provider
            .flatMap(listing::nestedLike)
            .map(name -> ", but %s is: a class inside another is written so".formatted(name))
            .orElse("");
    String text = String.valueOf(error.getMessage());
    @Nullable Throwable cause = error.getCause();
    Optional<String> misfit =
        Misfit.of(error).or(() -> cause == null ? Optional.empty() : Misfit.of(cause));
    if (misfit.isPresent()) {
      return misfit.get();
    }
    if (text.contains("no-arg constructor")) {
      return "has no public no-argument constructor";
    }
    if (text.contains("not a subtype")) {
      return "does not implement " + kind.service().getSimpleName();
    }
    if (text.endsWith("not found")) {
      return "its class is not there" + nested;
    }
    if (cause instanceof ExceptionInInitializerError failed) {
      return "its static initializer failed: " + failed.getCause();
    }
    if (text.contains("could not be instantiated")) {
      return "its constructor failed: " + (cause == null ? text : cause);
    }
    return "cannot be loaded: " + error;
  }
}
