package io.bagoftricks.api;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Collects what is wrong with a trick's settings, so that all of it is reported at once, each with
 * its place in the recipe.
 *
 * <p>A setting is named by its path below the entry: {@code "alpha"}, {@code "layers[1]"}, or ""
 * for the trick as a whole.
 *
 * @since 0.1
 */
@ProviderType
public interface Problems {
  /**
   * Reports a problem that keeps the recipe from running.
   *
   * @param setting its path, or "" for the trick as a whole
   * @param message what is wrong, with the value; the rule; what to do
   */
  void error(String setting, String message);

  /**
   * Reports a name that stands for nothing: an error, which says which name was probably meant, or
   * else which there are.
   *
   * @param setting its path
   * @param name as the recipe has it
   * @param kind of what it should name, {@code "layer or parameter"}
   * @param known the names that there are, in the order in which they are told
   */
  void unknown(String setting, String name, String kind, Collection<String> known);

  /**
   * Reports something the user should know, such as a value that changes nothing here.
   *
   * @param setting its path, or "" for the trick as a whole
   * @param message a sentence for the user, with the value
   */
  void note(String setting, String message);
}
