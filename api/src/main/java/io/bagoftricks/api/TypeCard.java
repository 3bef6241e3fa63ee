package io.bagoftricks.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a model, an optimizer or a source of data, as an annotation of its {@link
 * TypeProvider}. The long form is its card, a Markdown file.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TypeCard {
  /** {@return the {@code type} in recipes: kebab-case, unique among its kind, stable for ever} */
  String id();

  /** {@return one sentence} */
  String summary();

  /** {@return where it is from: authors, title, section} */
  String paper() default "";

  /** {@return settings that a recipe may not leave out, such as where data lie} */
  String[] required() default {};
}
