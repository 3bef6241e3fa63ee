package io.bagoftricks.engine.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bagoftricks.engine.internal.run.MetricsTable;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The differences between two runs.
 *
 * @param recipe settings of the resolved recipes
 * @param environment entries of the manifests
 * @param results all last values of the metrics, equal ones too
 */
public record RunDifference(List<Entry> recipe, List<Entry> environment, List<Entry> results) {
  private static final JsonMapper MAPPER = FiniteNumbers.mapper();
  private static final String RECIPE = "recipe.json";
  private static final String MANIFEST = "manifest.json";

  /** Copies the lists. */
  public RunDifference {
    recipe = List.copyOf(recipe);
    environment = List.copyOf(environment);
    results = List.copyOf(results);
  }

  /**
   * A value in both runs.
   *
   * @param name a dotted path, or a column
   * @param first empty where the first run has none
   * @param second empty where the second run has none
   */
  public record Entry(String name, Optional<String> first, Optional<String> second) {
    /** The second less the first, where both are numbers. */
    public Optional<Double> change() {
      try {
        return first.isPresent() && second.isPresent()
            ? Optional.of(Double.parseDouble(second.get()) - Double.parseDouble(first.get()))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Compares two runs.
   *
   * @throws ProblemException if a folder holds no run
   * @throws IOException if a file cannot be read
   */
  public static RunDifference of(Path first, Path second) throws IOException {
    return new RunDifference(
        different(recipe(first), recipe(second)),
        different(manifest(first), manifest(second)),
        entries(results(first), results(second)));
  }

  private static List<Entry> different(Map<String, String> first, Map<String, String> second) {
    return entries(first, second).stream()
        .filter(entry -> !entry.first().equals(entry.second()))
        .toList();
  }

  private static List<Entry> entries(Map<String, String> first, Map<String, String> second) {
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .map(
            name ->
                new Entry(
                    name,
                    Optional.ofNullable(first.get(name)),
                    Optional.ofNullable(second.get(name))))
        .toList();
  }

  private static Map<String, String> recipe(Path folder) throws IOException {
    Path file = folder.resolve(RECIPE);
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "run/not-a-run",
                  folder.toString(),
                  "The folder of a run holds recipe.json, and this one does not. Name the folder"
                      + " that 'train' said the run is kept in.")));
    }
    try {
      return JsonLeaves.of(MAPPER.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      throw damaged(folder, RECIPE, JsonWords.of(e));
    }
  }

  private static Map<String, String> manifest(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      return JsonLeaves.of(MAPPER.readTree(SealedJson.open(Files.readAllBytes(file))));
    } catch (JsonProcessingException e) {
      throw damaged(folder, MANIFEST, JsonWords.of(e));
    } catch (IOException e) {
      throw damaged(folder, MANIFEST, StorageProblems.words(e));
    }
  }

  private static ProblemException damaged(Path folder, String name, String reason) {
    return RunFolder.at(Disk.local(), folder).damaged(name, reason);
  }

  private static Map<String, String> results(Path folder) throws IOException {
    MetricsTable metrics = MetricsTable.read(folder);
    Map<String, String> results = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>(metrics.rows());
    for (int column = 0; column < metrics.columns().size(); column++) {
      for (List<String> row : rows) {
        if (!row.get(column).isEmpty()) {
          results.put(metrics.columns().get(column), row.get(column));
        }
      }
    }
    return results;
  }
}
