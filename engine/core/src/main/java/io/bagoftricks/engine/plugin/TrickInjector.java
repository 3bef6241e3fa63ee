package io.bagoftricks.engine.plugin;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickState;
import io.bagoftricks.engine.internal.plugin.Misfit;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.Collection;
import java.util.List;

/**
 * Builds tricks through their {@code @Inject} constructors. Each has an injector of its own, which
 * knows its settings, its {@link TrickState}, {@link RunFacts} and {@link Teachers}, and nothing of
 * other tricks.
 */
public final class TrickInjector {
  private final Injector parent;

  /** For one run. */
  public TrickInjector(RunFacts facts) {
    parent =
        Guice.createInjector(
            binder -> {
              binder.disableCircularProxies();
              binder.requireExplicitBindings();
              binder.requireExactBindingAnnotations();
              binder.requireAtInjectOnConstructors();
              binder.bind(RunFacts.class).toInstance(facts);
            });
  }

  /**
   * Builds a trick.
   *
   * @param teachers whom the trick may ask for others to learn from
   * @throws ProblemException naming the instance and the reason if it cannot be built
   */
  public Trick build(
      TrickDescriptor descriptor, TrickEntry entry, TrickState state, Teachers teachers) {
    try {
      return parent
          .createChildInjector(
              binder -> {
                bind(binder, entry.config());
                binder.bind(TrickState.class).toInstance(state);
                binder.bind(Teachers.class).toInstance(teachers);
                binder.bind(descriptor.trick());
              })
          .getInstance(descriptor.trick());
    } catch (CreationException e) {
      throw failure(entry, descriptor, reason(e.getErrorMessages()), e);
    } catch (ConfigurationException e) {
      throw failure(entry, descriptor, reason(e.getErrorMessages()), e);
    } catch (ProvisionException e) {
      throw failure(entry, descriptor, reason(e.getErrorMessages()), e);
    } catch (LinkageError e) {
      throw failure(entry, descriptor, Misfit.of(e).map(w -> "it " + w).orElse(e.toString()), e);
    }
  }

  private static <C extends Record> void bind(Binder binder, C config) {
    @SuppressWarnings("unchecked") // the class of a C
    Class<C> type = (Class<C>) config.getClass();
    binder.bind(type).toInstance(config);
  }

  private static ProblemException failure(
      TrickEntry entry, TrickDescriptor descriptor, String reason, Throwable cause) {
    ProblemException failure =
        new ProblemException(
            List.of(
                Problem.error(
                    "plugin/cannot-build",
                    entry.where(),
                    "'%s' (%s) cannot be built: %s"
                        .formatted(entry.id(), descriptor.trick().getName(), reason))));
    failure.initCause(cause);
    return failure;
  }

  private static String reason(Collection<Message> messages) {
    Message first = messages.iterator().next();
    Throwable cause = first.getCause();
    return cause == null
        ? first.getMessage().lines().findFirst().orElse("")
        : Misfit.of(cause).map(words -> "it " + words).orElse(cause.toString());
  }
}
