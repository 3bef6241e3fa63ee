package io.bagoftricks.engine.internal.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin. It sees its own jars, Java, and of the application only what the API consists
 * of, so that it may bring any library in any version.
 */
public final class PluginLoader extends URLClassLoader {
  /** The beginning of these loaders' names, so that a stack trace tells them from others. */
  static final String NAME = "plugin ";

  private static final String SERVICES = "META-INF/services/";
  private static final String API = "io.bagoftricks.api.";

  private static final List<String> SHARED =
      List.of(API, "org.nd4j.", "org.bytedeco.", "jakarta.inject.", "org.jspecify.", "org.slf4j.");

  private final ClassLoader application;

  /**
   * A loader of some jars or folders of classes.
   *
   * @param name of the plugin
   * @param application where the shared classes come from
   */
  public PluginLoader(String name, List<URL> classPath, ClassLoader application) {
    super(NAME + name, classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  /** Whether a class always comes from the application, also where the plugin holds a copy. */
  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  /**
   * Whether a file belongs to the shared libraries: ND4J and SLF4J ask the loader of the thread
   * that needs them first, and find backends and settings so. Lists of providers of the API are the
   * plugin's own.
   */
  private static boolean isSharedFile(String name) {
    String path = name.startsWith(SERVICES) ? name.substring(SERVICES.length()) : name;
    return path.startsWith("nd4j-")
        || path.equals("simplelogger.properties")
        || (isShared(path.replace('/', '.')) && !path.startsWith(API));
  }

  @Override
  public @Nullable URL getResource(String name) {
    return isSharedFile(name) ? application.getResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return isSharedFile(name) ? application.getResources(name) : super.getResources(name);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return isShared(name) ? application.loadClass(name) : super.loadClass(name, resolve);
  }
}
