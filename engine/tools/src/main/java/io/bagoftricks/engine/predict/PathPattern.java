package io.bagoftricks.engine.predict;

import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths, as a shell expands it, for those that no shell has seen because they were
 * quoted or are too many: {@code *}, {@code ?}, {@code [ab]} and {@code {a,b}} within a name, and
 * {@code **} for any number of folders, links to folders left out. As in a shell, names that begin
 * with a dot match only where the pattern has it.
 *
 * @param start where the names of the pattern are looked for
 * @param names one for each part of the path
 */
record PathPattern(Path start, List<String> names) {
  private static final Pattern SPECIAL = Pattern.compile("[*?\\[{]");
  private static final String ANY_FOLDERS = "**";

  PathPattern {
    names = List.copyOf(names);
  }

  /** Whether a text has a letter that means others. */
  static boolean isPattern(String text) {
    return SPECIAL.matcher(text).find();
  }

  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException if it is none
   */
  static PathPattern of(String text) {
    String[] parts = text.split("/+", -1);
    int plain = 0;
    while (plain < parts.length && !isPattern(parts[plain])) {
      plain++;
    }
    String before = String.join("/", List.of(parts).subList(0, plain));
    Path start = before.isEmpty() ? Path.of(text.startsWith("/") ? "/" : "") : UserPath.of(before);
    List<String> names = new ArrayList<>();
    for (String name : List.of(parts).subList(plain, parts.length)) {
      if (!name.isEmpty()) {
        names.add(name);
        FileSystems.getDefault().getPathMatcher("glob:" + name);
      }
    }
    return new PathPattern(start, names);
  }

  /**
   * The files and folders that match, sorted.
   *
   * @throws IOException if a folder cannot be read
   */
  List<Path> matches() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    match(start, names, found);
    return found.stream().sorted(Comparator.comparing(Path::toString)).toList();
  }

  private static void match(Path folder, List<String> names, Set<Path> found) throws IOException {
    String name = names.get(0);
    List<String> rest = names.subList(1, names.size());
    if (name.equals(ANY_FOLDERS)) {
      match(folder, rest.isEmpty() ? List.of("*") : rest, found);
      for (Path below : folders(folder)) {
        match(below, names, found);
      }
      return;
    }
    for (Path child : isPattern(name) ? children(folder, name) : List.of(folder.resolve(name))) {
      if (rest.isEmpty() && Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
        found.add(child);
      } else if (!rest.isEmpty() && Files.isDirectory(child)) {
        match(child, rest, found);
      }
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    return children(folder, "*").stream()
        .filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  private static List<Path> children(Path folder, String name) throws IOException {
    Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(listed)) {
      for (Path child : all) {
        Path own = child.getFileName();
        boolean hidden = own.toString().startsWith(".") && !name.startsWith(".");
        if (!hidden && matcher.matches(own)) {
          children.add(folder.resolve(own));
        }
      }
    }
    return children;
  }
}
