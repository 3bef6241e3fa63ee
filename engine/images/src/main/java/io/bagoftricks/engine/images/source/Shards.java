package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several tar files by one name: {@code train-{0000..0012}.tar} are thirteen that must all be
 * there, {@code {train,val}-*.tar} are those that are, of each of the two at least one.
 */
final class Shards {
  private static final Pattern RANGE = Pattern.compile("\\{([0-9]{1,9})\\.\\.([0-9]{1,9})}");
  private static final Pattern GROUP = Pattern.compile("\\\\.|[{},]");
  private static final Pattern PATTERN = Pattern.compile("[*?\\[{]");
  private static final int MOST = 100_000;

  private Shards() {}

  /** Whether a name may mean several files. */
  static boolean isPattern(String name) {
    return PATTERN.matcher(name).find();
  }

  /**
   * The files that a name means, in the order of ranges, and of names where there are none.
   *
   * @throws NoShardsException if there is none at all
   * @throws IOException if one of a range or of alternatives is not there
   */
  static List<Path> of(String pattern) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (String one : expanded(pattern, pattern).stream().sorted().toList()) {
      List<Path> found = found(one, pattern);
      files.addAll(found);
      if (found.isEmpty()) {
        missing.add(isPattern(one) ? one : path(one).toString());
      }
    }
    if (files.isEmpty()) {
      throw new NoShardsException(
          "data.root is '%s', but there is no file of such a name. Write a folder, a file, or a pattern of tar files such as train-{0000..0012}.tar or train-*.tar."
              .formatted(pattern));
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "data.root is '%s', but there is no file %s. Fetch it, or write the pattern without it."
              .formatted(pattern, missing.get(0)));
    }
    return List.copyOf(files);
  }

  private static List<Path> found(String name, String pattern) throws IOException {
    if (isPattern(name)) {
      try {
        return matching(name);
      } catch (PatternSyntaxException e) {
        throw new IOException(
            "data.root is '%s', which is not a pattern of files: in '%s' brackets, braces or backslashes are wrong. Correct them, or write a backslash before one that belongs to the name."
                .formatted(pattern, e.getPattern()),
            e);
      }
    }
    Path file = path(name);
    return Files.isRegularFile(file) ? List.of(file) : List.of();
  }

  private static Path path(String name) {
    return UserPath.of(name).toAbsolutePath().normalize();
  }

  /** The split whose name a file's name, or its folder's name, begins with; else to train on. */
  static Split split(Path file) {
    Optional<Split> own = SplitNames.atTheStartOf(String.valueOf(file.getFileName()));
    Path folder = file.resolveSibling("").getFileName();
    return own.or(() -> SplitNames.of(String.valueOf(folder))).orElse(Split.TRAIN);
  }

  /** The names that the first group in braces, and then the others, stand for. */
  private static List<String> expanded(String name, String pattern) throws IOException {
    List<Integer> cuts = cuts(name);
    if (cuts.isEmpty()) {
      return List.of(name);
    }
    int first = cuts.get(0);
    int last = cuts.get(cuts.size() - 1);
    List<String> all = new ArrayList<>();
    for (String one : alternatives(name, cuts, pattern)) {
      all.addAll(expanded(name.substring(0, first) + one + name.substring(last + 1), pattern));
      if (all.size() > MOST) {
        throw new IOException(
            String.format(Locale.ROOT, "data.root is '%s': more than %d files.", pattern, MOST));
      }
    }
    return all;
  }

  /** Where the first group begins, has its own commas and ends; nothing where there is none. */
  private static List<Integer> cuts(String name) {
    List<Integer> cuts = new ArrayList<>();
    int depth = 0;
    for (Matcher sign = GROUP.matcher(name); sign.find(); ) {
      String found = sign.group();
      depth += found.equals("{") ? 1 : found.equals("}") && depth > 0 ? -1 : 0;
      boolean opens = found.equals("{") && depth == 1;
      boolean closes = found.equals("}") && depth == 0 && !cuts.isEmpty();
      if (opens || closes || (found.equals(",") && depth == 1)) {
        cuts.add(sign.start());
      }
      if (closes) {
        return cuts;
      }
    }
    return List.of();
  }

  private static List<String> alternatives(String name, List<Integer> cuts, String pattern)
      throws IOException {
    String group = name.substring(cuts.get(0), cuts.get(cuts.size() - 1) + 1);
    Matcher range = RANGE.matcher(group);
    if (!range.matches()) {
      return IntStream.range(1, cuts.size())
          .mapToObj(i -> name.substring(cuts.get(i - 1) + 1, cuts.get(i)))
          .toList();
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (last < first || last - first >= MOST) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "data.root is '%s', but %s is not a range of 1 to %d files. Write the lower number"
                  + " first.",
              pattern,
              group,
              MOST));
    }
    String format = "%0" + range.group(1).length() + "d";
    return IntStream.rangeClosed(first, last)
        .mapToObj(i -> String.format(Locale.ROOT, format, i))
        .toList();
  }

  private static List<Path> matching(String pattern) throws IOException {
    int start = PATTERN.matcher(pattern).results().findFirst().orElseThrow().start();
    int slash = pattern.lastIndexOf('/', start);
    Path folder =
        UserPath.of(slash < 0 ? "." : pattern.substring(0, slash + 1)).toAbsolutePath().normalize();
    String rest = pattern.substring(slash + 1);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    int depth = 1 + (int) rest.chars().filter(c -> c == '/').count();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    Path real = folder.toRealPath(); // a link to a folder is not walked
    try (Stream<Path> all = Files.walk(real, depth)) {
      return all.filter(Files::isRegularFile)
          .map(real::relativize)
          .filter(matcher::matches)
          .map(folder::resolve)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
