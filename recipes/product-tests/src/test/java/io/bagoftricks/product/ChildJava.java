package io.bagoftricks.product;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Java process with the class path and the native libraries of this one, that starts fast. */
public final class ChildJava {
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private final List<String> options =
      new ArrayList<>(
          List.of(
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
              "-D" + EXTENSION + "=" + System.getProperty(EXTENSION, "")));
  private final List<String> classPath = new ArrayList<>();

  /** With options of Java, which win over those that it has anyway. */
  public ChildJava with(String... more) {
    Collections.addAll(options, more);
    return this;
  }

  /** With a folder of classes, which win over those of this process. */
  public ChildJava withClasses(Path folder) {
    classPath.add(folder.toString());
    return this;
  }

  /** A process that runs a main class, yet to be started. */
  public ProcessBuilder process(Class<?> main, String... arguments) {
    return process(main.getName(), arguments);
  }

  /** The same of a class that only the process can load. */
  public ProcessBuilder process(String main, String... arguments) {
    List<String> more = new ArrayList<>(options);
    if (classPath.isEmpty()) {
      SharedClasses.archive().ifPresent(archive -> more.add("-XX:SharedArchiveFile=" + archive));
      classPath.addAll(SharedClasses.jars());
      classPath.addAll(SharedClasses.folders());
    } else {
      classPath.add(System.getProperty("java.class.path"));
    }
    return command(more, String.join(File.pathSeparator, classPath), main, arguments);
  }

  /** With the options that every child has, and nothing of {@link SharedClasses}. */
  static ProcessBuilder plain(String option, String classPath, Class<?> main, String... arguments) {
    List<String> options = new ArrayList<>(new ChildJava().options);
    options.add(option);
    return command(options, classPath, main.getName(), arguments);
  }

  private static ProcessBuilder command(
      List<String> options, String classPath, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    Collections.addAll(command, arguments);
    return new ProcessBuilder(command);
  }
}
