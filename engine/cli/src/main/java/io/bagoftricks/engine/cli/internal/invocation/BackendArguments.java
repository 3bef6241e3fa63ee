package io.bagoftricks.engine.cli.internal.invocation;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.backend.BackendRegistry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How commands take a backend. */
public final class BackendArguments {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend; without it the fastest that runs here.")
  private @Nullable String id;

  /** The one that the user names. */
  public Optional<String> named() {
    return Optional.ofNullable(id);
  }

  /** Opens the one that the user names, or the fastest. */
  public Backend open() throws BackendUnavailableException {
    return open(named());
  }

  /**
   * Opens the one that the user names, or the fastest that has a precision.
   *
   * @throws io.bagoftricks.engine.problem.ProblemException if it has not
   */
  public Backend open(Precision precision) throws BackendUnavailableException {
    Backend fastest = open();
    if (id == null && !fastest.precisions().contains(precision)) {
      Optional<Backend> other = registry().openWith(precision);
      if (other.isPresent()) {
        return other.get();
      }
    }
    BackendRegistry.storable(precision, fastest, "");
    return fastest;
  }

  /** Opens a backend, and tells of those that do not run here. */
  public Backend open(Optional<String> wanted) throws BackendUnavailableException {
    return registry().open(wanted, spec.commandLine().getErr()::println);
  }

  /** All backends that there are. */
  public static BackendRegistry registry() {
    return BackendRegistry.of(Session.class.getClassLoader());
  }
}
