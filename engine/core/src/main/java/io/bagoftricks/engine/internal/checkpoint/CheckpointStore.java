package io.bagoftricks.engine.internal.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.engine.internal.checkpoint.CheckpointHeader.Position;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder {@code checkpoints} of a run: a folder for each checkpoint, and the files {@code last}
 * and {@code best}, each of which holds the name of one. A checkpoint is written under another name
 * and renamed once, when all of it is on the device: a folder that has a checkpoint's name is
 * whole, whenever the process ended.
 */
public final class CheckpointStore {
  /** The pointer to the checkpoint written last. */
  public static final String LAST = "last";

  /** The pointer to the checkpoint with the best evaluation. */
  public static final String BEST = "best";

  private static final String UNFINISHED = ".tmp-";
  private static final String REPLACED = ".old-";

  private final Path folder;
  private final Disk disk;

  /**
   * The checkpoints of a run.
   *
   * @param folder need not exist before something is written
   */
  public CheckpointStore(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** The names of all checkpoints, in the order in which they were written. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isDirectory)
          .flatMap(file -> CheckpointName.parse(String.valueOf(file.getFileName())).stream())
          .sorted()
          .map(CheckpointName::toString)
          .toList();
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "checkpoint/unreadable",
                  folder.toString(),
                  "The folder of checkpoints cannot be read: " + StorageProblems.words(e) + ".")));
    }
  }

  /** Whether there is no checkpoint, and none that {@link #clean} would put back. */
  public boolean isEmpty() throws IOException {
    return names().isEmpty() && left(REPLACED).isEmpty();
  }

  /**
   * Whether something tells of checkpoints, be they there or not: a pointer to one, or a link that
   * leads nowhere.
   */
  public boolean hasTraces() {
    return Files.exists(folder.resolve(LAST))
        || Files.exists(folder.resolve(BEST))
        || (Files.isSymbolicLink(folder) && !Files.exists(folder));
  }

  /**
   * Opens a checkpoint.
   *
   * @param which {@link #LAST}, {@link #BEST}, or the name of one
   * @throws ProblemException if there is none of that name, or it cannot be used, with what there
   *     is
   */
  public Checkpoint open(String which) {
    List<String> names = names();
    if (names.isEmpty()) {
      throw none("checkpoint/none", "There is no checkpoint here. Train anew.");
    }
    String name =
        switch (which) {
          case LAST -> pointed(LAST).orElse(names.get(names.size() - 1));
          case BEST ->
              pointed(BEST)
                  .orElseThrow(
                      () ->
                          none(
                              "checkpoint/unknown",
                              "No checkpoint is known to be the best: none was evaluated. There are: %s."
                                  .formatted(listed(names))));
          default -> which;
        };
    if (!names.contains(name)) {
      throw none(
          "checkpoint/unknown",
          "There is no checkpoint '%s'. There are: %s; and the names last and best."
              .formatted(name, listed(names)));
    }
    return Checkpoint.open(folder.resolve(name));
  }

  /**
   * The name that a pointer holds, if there is one.
   *
   * @throws ProblemException if the file holds anything else
   */
  public Optional<String> pointed(String pointer) {
    Path file = folder.resolve(pointer);
    try {
      return CheckpointPointer.read(file);
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "checkpoint/pointer",
                  file.toString(),
                  "This pointer to a checkpoint cannot be used: %s. %s"
                      .formatted(
                          StorageProblems.words(e),
                          pointer.equals(LAST)
                              ? "Go on from a checkpoint by its name, --from NAME: "
                                  + listed(names())
                                  + "."
                              : "Delete this file; the next evaluation that is the best writes it"
                                  + " again."))));
    }
  }

  /**
   * Writes a checkpoint, and makes it the last one.
   *
   * @param recipe hash of all in the recipe that decides a result
   * @param facts of the run
   * @param best whether its evaluation is the best so far
   * @return its name
   * @throws IOException if it cannot be written; checkpoints from before are as they were
   */
  public String write(
      String recipe, RunFacts facts, RunProgress progress, RunMemory memory, boolean best)
      throws IOException {
    String name = CheckpointName.of(progress).toString();
    Path unfinished = folder.resolve(UNFINISHED + name);
    disk.createFolders(folder);
    disk.delete(unfinished);
    try {
      CheckpointWriter.write(
          disk, unfinished, recipe, Position.of(progress, facts), progress, memory);
    } catch (IOException e) {
      discard(unfinished, e);
      throw e;
    }
    Path target = folder.resolve(name);
    Path replaced = folder.resolve(REPLACED + name);
    if (Files.exists(target)) { // a run that went on from an older checkpoint comes here again
      disk.move(target, replaced);
    }
    disk.move(unfinished, target);
    disk.force(folder);
    disk.delete(replaced);
    if (best) {
      disk.replace(folder.resolve(BEST), CheckpointPointer.text(name));
    }
    disk.replace(folder.resolve(LAST), CheckpointPointer.text(name));
    return name;
  }

  /**
   * Makes a checkpoint the last one: the run goes on from there, and those ahead of it are of a
   * course that it has left. They stay until they are written again.
   */
  public void goOnFrom(String name) throws IOException {
    Path last = folder.resolve(LAST);
    String text = CheckpointPointer.text(name);
    if (!Files.isRegularFile(last) || !Files.readString(last, ISO_8859_1).equals(text)) {
      disk.replace(last, text);
    }
  }

  /** Deletes all but the newest checkpoints, the last and the best. */
  public void keepNewest(int count) throws IOException {
    List<String> names = names();
    Optional<String> last = pointed(LAST);
    Optional<String> best = pointed(BEST);
    for (String name : names.subList(0, Math.max(0, names.size() - count))) {
      if (!last.equals(Optional.of(name)) && !best.equals(Optional.of(name))) {
        remove(name);
      }
    }
  }

  /**
   * Deletes what a process that ended in the middle has left, and puts a checkpoint back that it
   * was about to replace.
   */
  public void clean() throws IOException {
    for (Path each : left(UNFINISHED)) {
      disk.delete(each);
    }
    for (Path each : left(REPLACED)) {
      Path target = folder.resolve(each.getFileName().toString().substring(REPLACED.length()));
      if (Files.exists(target)) {
        disk.delete(each);
      } else {
        disk.move(each, target);
        disk.force(folder);
      }
    }
  }

  private List<Path> left(String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> String.valueOf(f.getFileName()).startsWith(prefix)).toList();
    }
  }

  /** A folder that is half deleted must not have a checkpoint's name. */
  private void remove(String name) throws IOException {
    Path going = folder.resolve(UNFINISHED + "old-" + name);
    disk.delete(going);
    disk.move(folder.resolve(name), going);
    disk.delete(going);
  }

  /** Frees the room that a checkpoint took that could not be finished. */
  private void discard(Path unfinished, IOException reason) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static String listed(List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }

  private ProblemException none(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, folder.toString(), message)));
  }
}
