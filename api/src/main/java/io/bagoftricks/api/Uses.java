package io.bagoftricks.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares which slots a hook method touches; from this the engine computes the order of tricks. A
 * method without it is taken to change everything that its hook offers. An edit of an undeclared
 * slot is an error.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Uses {
  /** {@return slots on which the result depends} */
  Slot[] reads() default {};

  /** {@return slots to which the method adds; additions commute} */
  Slot[] adds() default {};

  /** {@return slots that the method changes in a way that depends on their value} */
  Slot[] changes() default {};

  /** {@return slots that the method sets without regard to their value} */
  Slot[] replaces() default {};

  /**
   * {@return the conventional place of the method among those that change the same slots} With
   * {@link Stage#NONE} its order among them must be stated, by {@link TrickCard#after()} or in the
   * recipe.
   */
  Stage stage() default Stage.NONE;
}
