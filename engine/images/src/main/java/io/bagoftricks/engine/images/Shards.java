package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.storage.UserPath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several tar files by one name: {@code train-{0000..0012}.tar} are thirteen that must all be
 * there, {@code {train,val}-*.tar} are those that are.
 */
final class Shards {
  private static final Pattern RANGE = Pattern.compile("\\{([0-9]{1,9})\\.\\.([0-9]{1,9})}");
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
   * @throws IOException if a file of a range is not there, or there is none at all
   */
  static List<Path> of(String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String one : expanded(pattern)) {
      if (isPattern(one)) {
        files.addAll(matching(one));
      } else {
        Path file = UserPath.of(one).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
          throw new IOException(
              "data.root is '%s', but there is no file %s. Fetch it, or write the range without it."
                  .formatted(pattern, file));
        }
        files.add(file);
      }
    }
    if (files.isEmpty()) {
      throw new NoShardsException(
          "data.root is '%s', but there is no file of such a name. Write a folder, a file, or a pattern of tar files such as train-{0000..0012}.tar or train-*.tar."
              .formatted(pattern));
    }
    return files.stream().distinct().toList();
  }

  /** The split whose name a file's name, or its folder's name, begins with; else to train on. */
  static Split split(Path file) {
    Optional<Split> own = SplitNames.atTheStartOf(String.valueOf(file.getFileName()));
    Path folder = file.resolveSibling("").getFileName();
    return own.or(() -> SplitNames.of(String.valueOf(folder))).orElse(Split.TRAIN);
  }

  private static List<String> expanded(String pattern) throws IOException {
    Matcher range = RANGE.matcher(pattern);
    if (!range.find()) {
      return List.of(pattern);
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
              range.group(),
              MOST));
    }
    String before = pattern.substring(0, range.start());
    String format = "%0" + range.group(1).length() + "d";
    List<String> all = new ArrayList<>();
    for (String rest : expanded(pattern.substring(range.end()))) {
      IntStream.rangeClosed(first, last)
          .forEach(i -> all.add(before + String.format(Locale.ROOT, format, i) + rest));
    }
    if (all.size() > MOST) {
      throw new IOException(
          String.format(Locale.ROOT, "data.root is '%s': more than %d files.", pattern, MOST));
    }
    return all.stream().sorted().toList();
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
    try (Stream<Path> all = Files.walk(folder, depth)) {
      return all.filter(
              file -> matcher.matches(folder.relativize(file)) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}
