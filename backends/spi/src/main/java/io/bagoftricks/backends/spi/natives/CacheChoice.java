package io.bagoftricks.backends.spi.natives;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folders that may become the cache, the best first.
 *
 * @param folders as they were named: not yet absolute, not yet checked
 * @param setting what named the only folder, so that no other will do; empty if none did
 * @param shared whether JavaCPP may have made the folder, with the mode that it gives to any
 */
record CacheChoice(List<String> folders, String setting, boolean shared) {
  /** Ours, as a flag of Java. */
  static final String PROPERTY = "tricks.cache";

  /** Ours, in the environment. */
  static final String VARIABLE = "TRICKS_CACHE";

  /** JavaCPP's own. */
  static final String JAVACPP = "org.bytedeco.javacpp.cachedir";

  private static final String NAME = "bagoftricks";

  CacheChoice {
    folders = List.copyOf(folders);
  }

  /**
   * By what the user set, else where caches of a user belong, else in the folder for temporary
   * files.
   *
   * @param user the number of the user
   */
  static CacheChoice of(Properties properties, Map<String, String> environment, int user) {
    String property = properties.getProperty(PROPERTY, "");
    if (!property.isEmpty()) {
      return new CacheChoice(List.of(property), "-D" + PROPERTY, false);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return new CacheChoice(List.of(variable), VARIABLE, false);
    }
    String javacpp = properties.getProperty(JAVACPP, "");
    if (!javacpp.isEmpty()) {
      return new CacheChoice(List.of(javacpp), "-D" + JAVACPP, true);
    }
    List<String> folders = new ArrayList<>();
    add(folders, environment.get("XDG_CACHE_HOME"), NAME);
    add(folders, environment.get("HOME"), ".cache/" + NAME);
    // Java takes it from the list of users, and has '?' for a user who is not in it.
    add(folders, properties.getProperty("user.home"), ".cache/" + NAME);
    add(folders, properties.getProperty("java.io.tmpdir"), NAME + "-" + user);
    return new CacheChoice(List.copyOf(new LinkedHashSet<>(folders)), "", false);
  }

  private static void add(List<String> folders, @Nullable String parent, String name) {
    if (parent != null && parent.startsWith("/")) {
      folders.add(Path.of(parent, name).toString());
    }
  }
}
