package io.bagoftricks.engine.internal.plugin;

import java.util.function.Supplier;

/**
 * Runs code of a plugin as libraries inside it expect: with the plugin's own loader as the thread's
 * context class loader.
 */
public final class PluginCode {
  private PluginCode() {}

  /** Asks an object of a plugin for something. */
  public static <T> T call(Object ofPlugin, Supplier<T> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ofPlugin.getClass().getClassLoader());
    try {
      return code.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
