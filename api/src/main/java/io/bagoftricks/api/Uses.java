package io.bagoftricks.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a hook method touches; from this the engine computes the order of tricks. A method without
 * it is taken to change everything that its hook offers. An edit of an undeclared slot is an error.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Uses {
  /** What the result depends on. */
  Slot[] reads() default {};

  /** What is added to; additions commute. */
  Slot[] adds() default {};

  /** What is changed in a way that depends on what it was. */
  Slot[] changes() default {};

  /** What is set without regard to what it was. */
  Slot[] replaces() default {};
}
