package io.bagoftricks.engine.images.pack;

import io.bagoftricks.engine.images.PackedFile;
import io.bagoftricks.engine.images.internal.pack.PackDraft;
import io.bagoftricks.engine.images.internal.pack.PackEntry;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.images.internal.pack.PackForm;
import io.bagoftricks.engine.images.internal.pack.PackIndex;
import io.bagoftricks.engine.images.source.BadFile;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The place where a pack is to be.
 *
 * @param pack an absolute path
 */
record PackTarget(Path pack) {
  /** The files of a process that ended before it had written anything else. */
  private static final Set<String> BEGUN = Set.of(".lock", ".journal.new");

  /**
   * Refuses a place where there is something that is not an unfinished pack.
   *
   * @throws ProblemException if it is so
   */
  void checkFree() throws IOException {
    Path draft = PackDraft.folder(pack);
    if (pack.getFileName() == null || (exists(pack) && PackDraft.plan(pack).isEmpty())) {
      throw taken(pack);
    }
    if (exists(draft) && PackDraft.plan(draft).isEmpty() && !isBegun(draft)) {
      throw taken(draft);
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isBegun(Path draft) throws IOException {
    if (!Files.isDirectory(draft)) {
      return false;
    }
    try (Stream<Path> files = Files.list(draft)) {
      return files.allMatch(file -> BEGUN.contains(String.valueOf(file.getFileName())));
    }
  }

  private static ProblemException taken(Path path) {
    return problem(
        "pack/exists",
        "%s is there already, and nothing is overwritten. Delete it, or name another place."
            .formatted(path));
  }

  /**
   * Refuses an unfinished pack of other data or options.
   *
   * @throws ProblemException if it is one
   */
  void checkPlan(String plan) throws IOException {
    Path begun = exists(pack) ? pack : PackDraft.folder(pack);
    Optional<String> other = PackDraft.plan(begun).filter(one -> !one.equals(plan));
    if (other.isPresent()) {
      throw problem(
          "pack/other-plan",
          "%s is a pack that was begun with other options or other data. Give the same again to finish it, delete it, or name another place."
              .formatted(begun));
    }
  }

  /** A source that is another now. */
  ProblemException changed(String image) {
    return problem(
        "pack/source-changed",
        "%s has changed since %s was begun. Delete the unfinished pack and begin anew."
            .formatted(image, PackDraft.folder(pack)));
  }

  /**
   * The finished pack.
   *
   * @param leftOut files of the source that are not in the pack, each a sentence
   * @param keepsBytes whether files are in it as they were
   */
  PackResult result(List<String> leftOut, boolean keepsBytes) throws IOException {
    PackFolder made = PackFolder.open(pack);
    PackIndex index = made.index();
    long files = 0;
    List<BadFile> bad = new ArrayList<>();
    for (String one : leftOut) {
      bad.add(new BadFile("left out", one));
    }
    for (int i = 0; i < index.head().count(); i++) {
      PackEntry entry = index.entry(i);
      if (entry.form() == PackForm.NONE) {
        bad.add(new BadFile(entry.name(), new PackedFile(made, i).reason()));
      } else if (entry.height() == 0) {
        bad.add(new BadFile(entry.name(), "Its header is not that of an image."));
      } else if (entry.form() == PackForm.FILE) {
        files++;
      }
    }
    return new PackResult(
        index.head().count(), keepsBytes ? files : 0, made.length(), index.fingerprint(), bad);
  }

  private static ProblemException problem(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, "", message)));
  }
}
