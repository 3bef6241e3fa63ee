package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.internal.plugin.PluginLoader;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds plugins in folders. Each jar in a folder is a plugin, and each sub-folder is one: its jars
 * together, and its own classes where it has a {@code META-INF}. Every plugin has a loader of its
 * own, which stays open as long as the process runs.
 */
final class PluginFolders {
  private static final String JAR = ".jar";

  private final ClassLoader application;
  private final Found found;

  /**
   * With the loader of the application, from which plugins get the API.
   *
   * @param found is told what they bring
   */
  PluginFolders(ClassLoader application, Found found) {
    this.application = application;
    this.found = found;
  }

  /**
   * Loads the plugins of a folder. What is broken becomes a problem; the rest goes on.
   *
   * @throws ProblemException if there is no such folder, or it cannot be read
   */
  void scan(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "plugin/no-folder",
                  folder.toString(),
                  "It is a file. Name its folder, '%s'."
                      .formatted(Objects.requireNonNullElse(folder.getParent(), Path.of("."))))));
    }
    if (!Files.isDirectory(folder)) {
      throw noFolder(folder, "There is no such folder.");
    }
    refuseProject(folder);
    int before = found.count();
    try {
      for (Path entry : entries(folder)) {
        if (Files.isDirectory(entry)) {
          List<Path> jars =
              new ArrayList<>(entries(entry).stream().filter(PluginFolders::isJar).toList());
          if (Files.isDirectory(entry.resolve("META-INF"))) {
            jars.add(entry);
          }
          load(folder, entry, jars);
        } else if (isJar(entry)) {
          load(folder, entry, List.of(entry));
        }
      }
    } catch (IOException e) {
      throw noFolder(folder, "It cannot be read: " + StorageProblems.words(e) + ".");
    }
    if (found.count() == before) {
      found.add(
          Problem.warning(
              "plugin/no-plugins",
              "",
              "%s holds no plugin: neither a jar nor a folder with jars.".formatted(folder)));
    }
  }

  /** A project of Maven, or what it has built: there are sources and classes beside the jar. */
  private static void refuseProject(Path folder) {
    Path outer = folder.toAbsolutePath().normalize().getParent();
    boolean isProject = Files.isRegularFile(folder.resolve("pom.xml"));
    boolean isBuilt =
        Files.isDirectory(folder.resolve("classes"))
            && outer != null
            && Files.isRegularFile(outer.resolve("pom.xml"));
    if (isProject || isBuilt) {
      throw noFolder(
          folder,
          "It is %s. Build it (mvn package), and copy its jar into a folder of its own."
              .formatted(isProject ? "a project of Maven" : "what Maven has built"));
    }
  }

  private void load(Path folder, Path plugin, List<Path> classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path part : classPath) {
      if (Files.isDirectory(part) || isReadable(part)) {
        urls.add(part.toUri().toURL());
      }
    }
    if (urls.isEmpty()) {
      if (classPath.isEmpty()) {
        found.add(
            Problem.warning(
                "plugin/no-tricks",
                "",
                "%s holds no jar, and no META-INF beside classes. It is skipped."
                    .formatted(plugin)));
      }
      return;
    }
    URLClassLoader loader = new PluginLoader(plugin.toString(), urls, application);
    if (!found.scan(loader, url -> origin(url, folder))) {
      loader.close();
      found.add(
          Problem.warning(
              "plugin/no-tricks",
              "",
              "%s lists no trick, model, optimizer or data source: it has no %s, nor its like, with a provider in it. If it is a library of a plugin, put both into a folder of their own inside %s."
                  .formatted(plugin, PluginKind.TRICK.services(), folder)));
    }
  }

  private boolean isReadable(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.entries();
      return true;
    } catch (IOException e) {
      found.add(
          Problem.warning(
              "plugin/no-jar",
              "",
              "%s cannot be read as a jar: %s. It is skipped; copy it again."
                  .formatted(jar, StorageProblems.words(e))));
      return false;
    }
  }

  /** The jar or folder as the user writes it, from the address of something in it. */
  private static String origin(URL inside, Path folder) {
    String text = inside.toString();
    String outer =
        text.startsWith("jar:") ? text.substring("jar:".length(), text.indexOf("!/")) : text;
    Path root = folder.toAbsolutePath();
    Path place = Path.of(URI.create(outer));
    Path relative = root.relativize(place);
    return isJar(place)
        ? folder.resolve(relative).toString()
        : folder.resolve(relative.getName(0)) + "/";
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static boolean isJar(Path path) {
    return path.toString().endsWith(JAR);
  }

  private static ProblemException noFolder(Path folder, String why) {
    return new ProblemException(
        List.of(
            Problem.error(
                "plugin/no-folder", folder.toString(), why + " Name a folder with plugins.")));
  }
}
