package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a trick to what every trick keeps to. The test kit brings it; it is found by {@code
 * ServiceLoader}.
 */
public interface PluginCheck {
  /**
   * Checks a trick in small runs.
   *
   * @param settings as JSON, by key; the others are the defaults
   * @return a finding for each rule, in order
   */
  List<Finding> check(TrickProvider<?> provider, Map<String, String> settings);

  /**
   * The finding of one rule.
   *
   * @param rule its name
   * @param violation how it is broken, on one line; empty where it is kept, or left out
   * @param leftOut why it says nothing of this trick, a sentence; empty where it was checked
   */
  record Finding(String rule, Optional<String> violation, Optional<String> leftOut) {}
}
