package io.bagoftricks.engine.predict;

import io.bagoftricks.engine.images.source.FoundImages;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that the arguments of a command mean: files as they are named, folders with all images
 * below them, by the rules of {@code image-folder}, and patterns, as a shell has them, where no
 * file is called so.
 *
 * @param files each once, in the order of the arguments; those of a folder or pattern sorted by
 *     name
 * @param problems arguments, and files in folders, that are not taken
 * @param folders that were looked through, with all below them
 * @param among folders in which a pattern has found files
 */
public record ImageArguments(
    List<Path> files, List<Problem> problems, List<Path> folders, List<Path> among) {
  /** Copies the lists. */
  public ImageArguments {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
    folders = List.copyOf(folders);
    among = List.copyOf(among);
  }

  /** Looks up what the arguments mean. */
  public static ImageArguments of(List<String> arguments) {
    Search search =
        new Search(
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    arguments.forEach(search::argument);
    return new ImageArguments(
        List.copyOf(search.files),
        List.copyOf(search.problems),
        List.copyOf(search.folders),
        List.copyOf(search.among));
  }

  private record Search(
      Set<Path> files, Set<Problem> problems, Set<Path> folders, Set<Path> among) {
    void argument(String text) {
      Optional<Path> path = path(text);
      if (path.isPresent() && Files.exists(path.get(), LinkOption.NOFOLLOW_LINKS)) {
        path(path.get());
      } else if (PathPattern.isPattern(text)) {
        pattern(text);
      } else if (path.isPresent()) {
        files.add(path.get()); // a message like that of other files which cannot be read
      }
    }

    private Optional<Path> path(String text) {
      try {
        return Optional.of(UserPath.of(text));
      } catch (IllegalArgumentException e) {
        if (!PathPattern.isPattern(text)) {
          problem("predict/no-file", text, "It is not a path: " + e.getMessage() + ".");
        }
        return Optional.empty();
      }
    }

    private void path(Path path) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        return;
      }
      folders.add(path);
      try {
        FoundImages found = FoundImages.below(path);
        found.refused().forEach(bad -> problem("predict/no-image", bad.file(), bad.reason()));
        found.closed().forEach(bad -> problem("predict/no-file", bad.file(), bad.reason()));
        files.addAll(found.files());
        if (Stream.of(found.files(), found.refused(), found.closed()).allMatch(List::isEmpty)) {
          problem(
              "predict/no-images",
              path.toString(),
              "The folder and those in it hold no file that is called as an image: .jpg, .jpeg, .png, .gif, .webp, .bmp, .tif or .tiff. Name files of other names one by one.");
        }
      } catch (IOException e) {
        closed(path, e);
      }
    }

    private void closed(Path folder, IOException reason) {
      problem(
          "predict/no-file",
          folder.toString(),
          "It cannot be read: " + StorageProblems.words(reason) + ".");
    }

    private void pattern(String text) {
      try {
        Set<Path> matches = new TreeSet<>(Comparator.comparing(Path::toString));
        Map<Path, IOException> closed = new TreeMap<>();
        PathPattern.of(text).match(matches::add, closed::put);
        matches.stream()
            .filter(match -> !Files.isDirectory(match))
            .map(match -> match.toAbsolutePath().getParent())
            .forEach(among::add);
        matches.forEach(this::path);
        closed.forEach(this::closed);
        if (matches.isEmpty() && closed.isEmpty()) {
          problem(
              "predict/no-match",
              text,
              "No file is called so, and none matches it as a pattern (* any letters, ? one, [ab] one of them, {a,b} one of these, ** any folders).");
        }
      } catch (PatternSyntaxException e) { // a name with a bracket, then
        path(text).ifPresent(files::add);
      }
    }

    private void problem(String id, String where, String message) {
      problems.add(Problem.error(id, where, message));
    }
  }
}
