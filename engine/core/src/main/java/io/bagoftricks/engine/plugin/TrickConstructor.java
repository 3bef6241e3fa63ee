package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Teachers;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickState;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The constructor through which the engine builds a trick: the one with {@code @Inject}. */
final class TrickConstructor {
  /** Objects of a run that a constructor may take, besides the settings. */
  private static final List<Class<?>> OF_THE_RUN =
      List.of(RunFacts.class, TrickState.class, Teachers.class);

  private TrickConstructor() {}

  /**
   * Looks at the constructors of a trick.
   *
   * @param settings the trick's own
   * @throws BrokenProviderException if none can be called, or it takes what there is not
   */
  static void check(Class<? extends Trick> trick, Class<? extends Record> settings) {
    if (trick.isMemberClass() && !Modifier.isStatic(trick.getModifiers())) {
      throw broken(trick, "is an inner class that is not static");
    }
    List<Constructor<?>> injected =
        Arrays.stream(trick.getDeclaredConstructors())
            .filter(constructor -> constructor.isAnnotationPresent(Inject.class))
            .toList();
    if (injected.size() != 1) {
      throw broken(
          trick,
          "has %s constructor with @Inject (jakarta.inject.Inject), but needs one; %s"
              .formatted(injected.isEmpty() ? "no" : "more than one", choice(settings)));
    }
    List<Class<?>> rest = new ArrayList<>(List.of(injected.get(0).getParameterTypes()));
    rest.remove(settings);
    OF_THE_RUN.forEach(rest::remove);
    if (!rest.isEmpty()) {
      throw broken(
          trick,
          "has a constructor that takes %s; %s"
              .formatted(
                  rest.stream().map(Class::getTypeName).collect(Collectors.joining(", ")),
                  choice(settings)));
    }
  }

  private static String choice(Class<? extends Record> settings) {
    return "it may take "
        + Stream.concat(Stream.of(settings), OF_THE_RUN.stream())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
  }

  private static BrokenProviderException broken(Class<? extends Trick> trick, String what) {
    return new BrokenProviderException(
        "names " + trick.getName() + " as its trick, which cannot be built: it " + what);
  }
}
