package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.plugin.PluginCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the code of a model, an optimizer or a source of data, so that a failure names it and what
 * was called. Whatever is thrown or not, {@code null} is not an answer.
 *
 * @param type whose code is called
 */
record TypeCalls(TypeDescriptor<?> type) {
  /**
   * Calls an object of the plugin.
   *
   * @param what is called, such as a method
   * @param moment when it is; empty before training
   * @throws TypeException if it fails
   */
  <T> T call(
      String what, Supplier<String> moment, Object ofPlugin, Supplier<? extends @Nullable T> code) {
    try {
      return answer(what, moment, ofPlugin, code::get, true);
    } catch (Thrown e) {
      throw failure(what, moment, e);
    }
  }

  /**
   * Calls an object of the plugin that may refuse what it is given.
   *
   * @throws IllegalArgumentException as the plugin throws it
   * @throws TypeException if it fails in any other way
   */
  <T> T refusable(String what, Object ofPlugin, Supplier<? extends @Nullable T> code) {
    try {
      return answer(what, () -> "", ofPlugin, code::get, true);
    } catch (Thrown e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw failure(what, () -> "", e);
    }
  }

  /**
   * Calls an object of the plugin that reads files.
   *
   * @param watched whether it is told as not having returned, and given up in the end
   * @throws IOException as the plugin throws it
   * @throws TypeException if it fails in any other way
   */
  <T> T reading(
      String what,
      Supplier<String> moment,
      Object ofPlugin,
      Callable<? extends @Nullable T> code,
      boolean watched)
      throws IOException {
    try {
      return answer(what, moment, ofPlugin, code, watched);
    } catch (Thrown e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw failure(what, moment, e);
    }
  }

  /** It broke a rule, and threw nothing. */
  TypeException broken(String id, String what, String moment, String rule) {
    return TypeException.rule(type, id, what, moment, rule);
  }

  private <T> T answer(
      String what,
      Supplier<String> moment,
      Object ofPlugin,
      Callable<? extends @Nullable T> code,
      boolean watched) {
    boolean interruptedBefore = Thread.currentThread().isInterrupted(); // by the program
    Supplier<@Nullable T> call = () -> PluginCode.call(ofPlugin, () -> thrown(code));
    @Nullable T result =
        watched
            ? type.running().call(() -> TypeException.who(type) + " in " + what, call)
            : call.get();
    if (!interruptedBefore && Thread.interrupted()) {
      throw broken(
          "plugin/interrupt",
          what,
          moment.get(),
          "it interrupted the thread in which the engine calls it.");
    }
    if (result == null) {
      throw broken(
          "plugin/null", what, moment.get(), "it returned null, which nothing of the API does.");
    }
    return result;
  }

  private TypeException failure(String what, Supplier<String> moment, Thrown thrown) {
    Throwable cause = thrown.getCause();
    return cause instanceof TypeException told
        ? told
        : TypeException.of(type, what, moment.get(), cause);
  }

  private static <T> T thrown(Callable<T> code) {
    try {
      return code.call();
    } catch (Throwable e) { // an Error too is to name who threw it
      throw new Thrown(e);
    }
  }

  /** Carries what was thrown through code that declares nothing. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    Thrown(Throwable thrown) {
      super(thrown);
      this.thrown = thrown;
    }

    @Override
    public synchronized Throwable getCause() {
      return thrown;
    }
  }
}
