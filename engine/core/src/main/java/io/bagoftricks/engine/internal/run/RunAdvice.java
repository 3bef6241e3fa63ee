package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.storage.ShellWord;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells users how to go on with a run, with commands as they are typed into a shell.
 *
 * @param plugins the folders of plugins that the run needs
 */
public record RunAdvice(RunFolder run, List<Path> plugins) {
  /** The command that goes on with it. */
  public String resumption() {
    return "tricks train --resume " + ShellWord.of(run.path()) + pluginOptions();
  }

  /** The command that trains its recipe anew, without further options. */
  public String again() {
    return "tricks train " + ShellWord.of(run.recipe()) + pluginOptions();
  }

  /** Which checkpoint is there and how to go on from it, in sentences. */
  public String toGoOn() {
    List<String> names = Files.isDirectory(run.path()) ? run.checkpoints().names() : List.of();
    if (!names.isEmpty()) {
      return "The checkpoint %s is whole. When the cause is gone, go on with: %s"
          .formatted(names.get(names.size() - 1), resumption());
    }
    return run.hasBegun()
        ? "There is no checkpoint yet. When the cause is gone, begin again with: " + resumption()
        : "There is no checkpoint to go on from. Train anew.";
  }

  /**
   * The message when something could not be written while the run was under way.
   *
   * @param what could not, the beginning of a sentence
   */
  public String failure(String what, IOException reason) {
    return "[run/cannot-write] %s could not be written: %s. %s"
        .formatted(what, StorageProblems.words(reason), toGoOn());
  }

  /** The message when a file that only reports on a finished run was not written. */
  public String untold(String file, String reason) {
    return "[run/untold] %s could not be written: %s. The run is finished all the same; when the cause is gone, write its report with: tricks report %s"
        .formatted(file, reason, ShellWord.of(run.path()) + pluginOptions());
  }

  private String pluginOptions() {
    return plugins.stream()
        .map(place -> " --plugins " + ShellWord.of(place))
        .collect(Collectors.joining());
  }
}
