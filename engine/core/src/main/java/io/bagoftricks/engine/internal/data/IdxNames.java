package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the four files of a folder are called: as MNIST's, {@code train-images-idx3-ubyte} and {@code
 * t10k-...}, or as those of a part of EMNIST, {@code emnist-letters-train-images-idx3-ubyte} and
 * {@code emnist-letters-test-...}.
 *
 * @param prefix {@code emnist-letters-}, or nothing
 */
record IdxNames(String prefix) {
  private static final Pattern EMNIST =
      Pattern.compile("(emnist-[a-z]+-)train-images-idx3-ubyte(?:\\.gz)?");

  /**
   * The names in a folder; MNIST's where both are there, or none.
   *
   * @throws IOException if there are several parts of EMNIST, or the folder cannot be read
   */
  static IdxNames in(Path folder) throws IOException {
    SortedSet<String> prefixes = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        Matcher emnist = EMNIST.matcher(name);
        if (emnist.matches()) {
          prefixes.add(emnist.group(1));
        } else if (name.startsWith("train-images")) {
          return new IdxNames("");
        }
      }
    }
    if (prefixes.size() > 1) {
      throw new IOException(
          "%s holds several parts of EMNIST: %s. Put the files of one into a folder of their own, and name that with --set data.root=DIR."
              .formatted(folder, String.join(", ", prefixes)));
    }
    return new IdxNames(prefixes.isEmpty() ? "" : prefixes.first());
  }

  /** The names under which a file may be, the plain one first and its compressed form second. */
  List<String> candidates(Split split, String content) {
    List<String> names = new ArrayList<>();
    String name =
        prefix.isEmpty()
            ? IdxData.fileName(split, content)
            : prefix + (split == Split.TRAIN ? "train-" : "test-") + content + "-ubyte";
    for (String spelling : List.of(name, name.replace("-idx", ".idx"))) {
      names.add(spelling);
      names.add(spelling + ".gz");
    }
    return names;
  }
}
