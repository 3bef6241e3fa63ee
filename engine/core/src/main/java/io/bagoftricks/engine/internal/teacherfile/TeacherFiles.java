package io.bagoftricks.engine.internal.teacherfile;

import io.bagoftricks.api.TeacherSource;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.engine.internal.checkpoint.Checkpoint;
import io.bagoftricks.engine.internal.checkpoint.CheckpointStore;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.FileHash;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherFinder;
import io.bagoftricks.engine.plan.TeacherModel;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.ResultKey;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.teacher.TeacherFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds teachers among the files of this machine. */
public final class TeacherFiles implements TeacherFinder {
  private static final String SAFETENSORS = ".safetensors";
  private static final String ONNX = ".onnx";

  private final Function<Path, RunPlan> planOfRun;
  private final Function<Path, RunPlan> planOfRecipe;
  private final List<TeacherFormat> formats;
  private final List<Path> plugins;

  /**
   * Of this machine.
   *
   * @param planOfRun from the folder of a run to its plan, without its data
   * @param planOfRecipe from a recipe to its plan
   * @param formats of files that are neither runs nor safetensors
   * @param plugins the folders of plugins that runs need, for commands that go on with them
   */
  public TeacherFiles(
      Function<Path, RunPlan> planOfRun,
      Function<Path, RunPlan> planOfRecipe,
      List<TeacherFormat> formats,
      List<Path> plugins) {
    this.planOfRun = planOfRun;
    this.planOfRecipe = planOfRecipe;
    this.formats = List.copyOf(formats);
    this.plugins = List.copyOf(plugins);
  }

  @Override
  public Optional<TeacherModel> find(TeacherSource source) {
    Path path = path(source.path());
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.isDirectory(path) ? ofRun(path, source) : ofFile(path, source));
    } catch (IOException e) {
      throw refusal(
          "weights/unreadable",
          path,
          "The teacher cannot be read: %s.".formatted(StorageProblems.words(e)));
    }
  }

  private TeacherModel ofRun(Path folder, TeacherSource source) throws IOException {
    checkNoRecipe(source, folder, "a run has its own");
    checkNoNormalization(source, folder, "a run has its own");
    RunFolder run = RunFolder.open(Disk.local(), folder, plugins);
    if (!run.ending().isWritten()) {
      throw refusal(
          "teacher/unfinished",
          folder,
          "The run has not ended, and a teacher is a finished network. End it first: "
              + run.advice().resumption());
    }
    RunPlan plan = planOfRun.apply(folder);
    FileHash hash = new FileHash();
    add(hash, run.manifest().resultKey());
    WeightsChoice choice;
    if (source.weights() == TeacherSource.Choice.BEST) {
      choice = WeightsChoice.BEST;
      Checkpoint best = run.checkpoints().open(CheckpointStore.BEST);
      for (Path file : files(folder.resolve("checkpoints").resolve(best.name()))) {
        add(hash, FileHash.sha256(file));
      }
    } else {
      choice = WeightsChoice.EVALUATED;
      run.ending().check();
      add(hash, FileHash.sha256(run.ending().weights()));
    }
    return new TrainedNetwork(
        facts(source, plan, hash.hex()), plan, new WeightsOrigin.Run(folder, plugins, choice));
  }

  private TeacherModel ofFile(Path file, TeacherSource source) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(SAFETENSORS)) {
      return ofTensors(file, source);
    }
    for (TeacherFormat format : formats) {
      if (name.endsWith(format.ending())) {
        checkNoRecipe(source, file, "the file has the whole network");
        return format.read(file, source.normalization());
      }
    }
    if (name.endsWith(ONNX)) {
      throw refusal(
          "teacher/no-onnx-runtime",
          file,
          "A teacher from an ONNX model needs ONNX Runtime, which is not on the class path. Build it in with TRICKS_MAVEN_ARGS=-Donnx (54 MB), or depend on bagoftricks-onnxruntime.");
    }
    throw refusal(
        "teacher/unknown-kind",
        file,
        "A teacher is the folder of a finished run, a .safetensors file or an .onnx model; this file is none of them.");
  }

  private TeacherModel ofTensors(Path file, TeacherSource source) throws IOException {
    checkNoNormalization(source, file, "its recipe has it");
    Path folder = file.toAbsolutePath().getParent();
    if (source.recipe().isEmpty() && folder != null && RunFolder.isRun(folder)) {
      return ofRun(
          folder,
          new TeacherSource(folder.toString(), TeacherSource.Choice.LAST, Optional.empty()));
    }
    Path recipe =
        path(
            source
                .recipe()
                .orElseThrow(
                    () ->
                        refusal(
                            "teacher/no-recipe",
                            file,
                            "The file has weights, but lies in no run's folder that says of which network. Name a recipe with its model, its tricks on the structure and its normalization, or the folder of the run.")));
    RunPlan plan = planOfRecipe.apply(recipe);
    FileHash hash = new FileHash();
    add(hash, ResultKey.of(plan.recipe()));
    add(hash, FileHash.sha256(file));
    return new TrainedNetwork(facts(source, plan, hash.hex()), plan, new WeightsOrigin.File(file));
  }

  private static TeacherFacts facts(TeacherSource source, RunPlan plan, String sha256) {
    return new TeacherFacts(
        "%s of %s".formatted(plan.recipe().model().type().title(), source.path()),
        plan.facts().classes(),
        plan.facts().input().channels(),
        Optional.of(plan.facts().input()),
        plan.settings().normalization(),
        plan.network().parameters().stream().mapToLong(Parameter::elements).sum(),
        Optional.of(plan.network()),
        sha256);
  }

  private static void checkNoNormalization(TeacherSource source, Path path, String reason) {
    if (source.normalization().isPresent()) {
      throw refusal(
          "teacher/needless",
          path,
          "The teacher is given a normalization, but %s. Leave it out.".formatted(reason));
    }
  }

  private static void checkNoRecipe(TeacherSource source, Path path, String reason) {
    if (source.recipe().isPresent()) {
      throw refusal(
          "teacher/needless",
          path,
          "The teacher is given a recipe, but %s. Leave it out.".formatted(reason));
    }
  }

  private static void add(FileHash hash, String text) {
    hash.add(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static Path path(String text) {
    try {
      return UserPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "teacher/not-a-path", "", "The path of the teacher is " + e.getMessage() + ".")));
    }
  }

  private static ProblemException refusal(String id, Path path, String message) {
    return new ProblemException(List.of(Problem.error(id, path.toString(), message)));
  }
}
