package io.bagoftricks.engine.predict;

import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
   * Looks for the files and folders that match.
   *
   * @param found takes each, perhaps more than once
   * @param closed takes folders on the way that cannot be read, each with the reason
   */
  void match(Consumer<Path> found, BiConsumer<Path, IOException> closed) {
    new Search(found, closed).match(start, names);
  }

  private record Search(Consumer<Path> found, BiConsumer<Path, IOException> closed) {
    void match(Path folder, List<String> names) {
      String name = names.get(0);
      List<String> rest = names.subList(1, names.size());
      if (name.equals(ANY_FOLDERS)) {
        match(folder, rest.isEmpty() ? List.of("*") : rest);
        for (Path below : folders(folder)) {
          match(below, names);
        }
        return;
      }
      for (Path child : isPattern(name) ? children(folder, name) : List.of(folder.resolve(name))) {
        if (rest.isEmpty() && Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
          found.accept(child);
        } else if (!rest.isEmpty() && Files.isDirectory(child)) {
          match(child, rest);
        }
      }
    }

    private List<Path> folders(Path folder) {
      return children(folder, "*").stream()
          .filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
          .toList();
    }

    private List<Path> children(Path folder, String name) {
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
      } catch (IOException e) {
        closed.accept(listed, e);
      } catch (DirectoryIteratorException e) {
        closed.accept(listed, e.getCause());
      }
      return children;
    }
  }
}
