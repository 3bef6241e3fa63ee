package io.bagoftricks.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Collects what is wrong with a trick's settings, so that all of it is reported at once.
 *
 * @since 0.1
 */
@ProviderType
public interface Problems {
  /**
   * Reports a problem that keeps the recipe from running.
   *
   * @param setting the config record's component, or "" for the trick as a whole
   * @param message what is wrong, with the value; the rule; what to do
   */
  void error(String setting, String message);

  /**
   * Reports something the user should know, such as a value that changes nothing here.
   *
   * @param setting the config record's component, or "" for the trick as a whole
   * @param message a sentence for the user, with the value
   */
  void note(String setting, String message);
}
