package io.bagoftricks.engine.internal.plugin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what it means for a plugin's author when its classes do not fit those that are here. */
public final class Misfit {
  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");
  private static final int CLASS_VERSION_OF_JAVA_0 = 44;
  private static final String ALIGN_API =
      "Align your versions: build the plugin against the bagoftricks-api of this engine"
          + " (tricks --version)";

  private Misfit() {}

  /** The misfit, as the end of a sentence about the plugin; empty where an error is none. */
  public static Optional<String> of(Throwable error) {
    if (error instanceof UnsupportedClassVersionError) {
      return Optional.of(newerJava(message(error)));
    }
    if (error instanceof ExceptionInInitializerError || error instanceof UnsatisfiedLinkError) {
      return Optional.empty();
    }
    if (error instanceof NoClassDefFoundError) {
      return missingClass(message(error));
    }
    if (error instanceof TypeNotPresentException missing) {
      return missingClass(missing.typeName());
    }
    if (error instanceof EnumConstantNotPresentException
        || (error instanceof LinkageError && speaksOfTheApi(message(error)))) {
      return Optional.of(
          "does not fit this version of the API (%s). %s".formatted(error, ALIGN_API));
    }
    if (error instanceof LinkageError) {
      return Optional.of(
          "does not fit a library that it uses (%s). Align your versions: build the plugin against the libraries that lie beside it"
              .formatted(error));
    }
    return Optional.empty();
  }

  private static String newerJava(String message) {
    Matcher version = CLASS_VERSION.matcher(message);
    String java =
        version.find()
            ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_VERSION_OF_JAVA_0)
            : "a newer Java";
    return String.format(
        Locale.ROOT,
        "needs %s; this is Java %d. Run on that Java, or compile the plugin for this one (javac --release %2$d)",
        java,
        Runtime.version().feature());
  }

  private static Optional<String> missingClass(String message) {
    // After a static initializer has failed, its class is "not found" whenever it is asked for.
    if (message.startsWith("Could not initialize class")) {
      return Optional.empty();
    }
    String name = message.replace('/', '.');
    if (PluginLoader.isShared(name)) {
      return Optional.of(
          "needs the class %s, which this version does not have. %s".formatted(name, ALIGN_API));
    }
    if (name.startsWith("io.bagoftricks.")) {
      return Optional.of(
          "needs the class %s, which belongs to the engine or to another plugin; plugins see io.bagoftricks.api alone"
              .formatted(name));
    }
    return Optional.of(
        "needs the class %s, which is not there. Put the jar that holds it beside the plugin's own, both in a folder of their own inside that of --plugins"
            .formatted(name));
  }

  private static boolean speaksOfTheApi(String message) {
    return message.replace('/', '.').contains("io.bagoftricks.api.");
  }

  private static String message(Throwable error) {
    return String.valueOf(error.getMessage());
  }
}
