package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a trick is found: listed in {@code META-INF/services/io.bagoftricks.api.TrickProvider},
 * annotated with {@link TrickCard}, built through a public no-argument constructor.
 *
 * <p>The engine builds the trick itself through its {@code @Inject} constructor, which may take the
 * config record, a {@link TrickState}, {@link RunFacts} and {@link Teachers}. While a recipe is
 * planned, constructor and setup hooks run several times, on drafts that are thrown away; whatever
 * else they do, beyond the draft and the state that they are handed, happens as often.
 *
 * <p>No component of the record may be called as a key of the engine: {@code trick}, {@code id},
 * {@code enabled}, {@code from}, {@code until}, {@code every}, {@code after}, {@code oneOf}, {@code
 * oneOfWeight}, {@code mayHaveNoEffect}.
 *
 * @param <C> the trick's settings: a record whose components are the keys of a recipe
 * @since 0.1
 */
@ConsumerType
public interface TrickProvider<C extends Record> {
  /** {@return the class with the hooks} */
  Class<? extends Trick> trick();

  /**
   * {@return the settings of a recipe that names none} The only place where defaults are written.
   */
  C defaults();

  /**
   * Checks settings against the run, beyond what the record checks itself.
   *
   * @param config the settings of one entry of the recipe, every component in its range
   * @param facts classes, examples, steps and base rate of the run
   * @param problems takes what is wrong or worth knowing
   */
  default void check(C config, RunFacts facts, Problems problems) {}
}
