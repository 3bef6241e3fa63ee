package io.bagoftricks.engine.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads one plugin. It sees its own jars, Java, and of the application only what the API consists
 * of, so that it may bring any library in any version.
 */
final class PluginLoader extends URLClassLoader {
  /** The beginning of these loaders' names, so that a stack trace tells them from others. */
  static final String NAME = "plugin ";

  private static final List<String> SHARED =
      List.of(
          "io.bagoftricks.api.",
          "org.nd4j.",
          "org.bytedeco.",
          "jakarta.inject.",
          "org.jspecify.",
          "org.slf4j.");

  private final ClassLoader application;

  /**
   * A loader of some jars or folders of classes.
   *
   * @param name of the plugin
   * @param application where the shared classes come from
   */
  PluginLoader(String name, List<URL> classPath, ClassLoader application) {
    super(NAME + name, classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  /** Whether a class always comes from the application, also where the plugin holds a copy. */
  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return isShared(name) ? application.loadClass(name) : super.loadClass(name, resolve);
  }
}
