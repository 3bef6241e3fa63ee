package io.bagoftricks.engine.predict;

import io.bagoftricks.engine.images.source.FoundImages;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * The files that the arguments of a command mean: files as they are named, folders with all images
 * below them, by the rules of {@code image-folder}, and patterns, as a shell has them, where no
 * file is called so.
 *
 * @param files each once, in the order of the arguments; those of a folder or pattern sorted by
 *     name
 * @param problems arguments, and files in folders, that are not taken
 */
public record ImageArguments(List<Path> files, List<Problem> problems) {
  /** Copies the lists. */
  public ImageArguments {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }

  /** Looks up what the arguments mean. */
  public static ImageArguments of(List<String> arguments) {
    Search search = new Search(new LinkedHashSet<>(), new LinkedHashSet<>());
    arguments.forEach(search::argument);
    return new ImageArguments(List.copyOf(search.files), List.copyOf(search.problems));
  }

  private record Search(Set<Path> files, Set<Problem> problems) {
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
      try {
        FoundImages found = FoundImages.below(path, path.toRealPath());
        found.refused().forEach(bad -> problem("predict/no-image", bad.file(), bad.reason()));
        files.addAll(found.files());
        if (found.files().isEmpty() && found.refused().isEmpty()) {
          problem(
              "predict/no-images",
              path.toString(),
              "The folder and those in it hold no file that is called as an image: .jpg, .jpeg, .png, .gif, .webp, .bmp, .tif or .tiff. Name files of other names one by one.");
        }
      } catch (IOException e) {
        problem(
            "predict/no-file",
            path.toString(),
            "It cannot be read: " + StorageProblems.words(e) + ".");
      }
    }

    private void pattern(String text) {
      try {
        List<Path> matches = PathPattern.of(text).matches();
        matches.forEach(this::path);
        if (matches.isEmpty()) {
          problem(
              "predict/no-match",
              text,
              "No file is called so, and none matches it as a pattern (* any letters, ? one, [ab] one of them, {a,b} one of these, ** any folders).");
        }
      } catch (PatternSyntaxException e) { // a name with a bracket, then
        path(text).ifPresent(files::add);
      } catch (IOException e) {
        problem(
            "predict/no-file",
            text,
            "A folder on its way cannot be read: " + StorageProblems.words(e) + ".");
      }
    }

    private void problem(String id, String where, String message) {
      problems.add(Problem.error(id, where, message));
    }
  }
}
