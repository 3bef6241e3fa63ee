package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How something that a recipe names by {@code type} is found: a model, an optimizer, a source of
 * data. A provider is annotated with {@link TypeCard} and built through a public no-argument
 * constructor. Implement the interface of its kind, such as {@link
 * io.bagoftricks.api.model.ModelProvider}.
 *
 * @param <C> the settings: a record whose components are the keys in the recipe beside {@code
 *     type}, and whose compact constructor refuses what is out of range
 * @param <T> what is made of them
 * @since 0.1
 */
@ConsumerType
public interface TypeProvider<C extends Record, T> {
  /**
   * {@return the settings of a recipe that names none} The only place where defaults are written.
   */
  C defaults();

  /**
   * Makes it of settings. Nothing is read or allocated yet: recipes are planned where no data are.
   *
   * @param settings of a recipe, every component in its range
   * @return the model, the optimizer or the source of data
   * @throws IllegalArgumentException if the settings cannot be used, with the reason
   */
  T make(C settings);

  /**
   * Checks settings against the run, beyond what the record checks itself.
   *
   * @param settings of a recipe, every component in its range
   * @param facts classes, examples, steps and base rate of the run
   * @param problems takes what is wrong or worth knowing
   */
  default void check(C settings, RunFacts facts, Problems problems) {}
}
