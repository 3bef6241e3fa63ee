package io.bagoftricks.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a trick, as an annotation of its provider. The long form is the card {@code
 * META-INF/tricks/<id>.md}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TrickCard {
  /** {@return the name in recipes: kebab-case, unique, stable for ever} */
  String id();

  /** {@return where it belongs} */
  Family family();

  /** {@return one sentence} */
  String summary();

  /** {@return where it is from: authors, title, section} */
  String paper() default "";

  /** {@return ids of tricks this one must follow in every hook that both implement} */
  String[] after() default {};

  /** {@return ids of tricks this one must precede in every hook that both implement} */
  String[] before() default {};

  /** {@return ids of tricks that cannot be in the same recipe} */
  String[] conflictsWith() default {};

  /** {@return slots on which this trick comes before every other} */
  Slot[] firstOf() default {};

  /** {@return slots on which this trick comes after every other} */
  Slot[] lastOf() default {};
}
