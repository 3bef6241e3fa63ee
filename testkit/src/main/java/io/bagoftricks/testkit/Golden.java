package io.bagoftricks.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a test that it holds a trick, an optimizer or a model to numbers that do not come from
 * its own code.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Golden {
  /** {@return the id of the trick, the optimizer or the model} */
  String trick();

  /** {@return the profiles that it holds, as a recipe writes them; none where all are alike} */
  String[] profiles() default {};

  /** {@return the origin of the numbers} */
  String source();
}
