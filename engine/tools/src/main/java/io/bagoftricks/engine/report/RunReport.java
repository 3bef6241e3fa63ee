package io.bagoftricks.engine.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bagoftricks.engine.evaluate.EvaluationFiles;
import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.explain.Figures;
import io.bagoftricks.engine.explain.PlanText;
import io.bagoftricks.engine.explain.PointOrder;
import io.bagoftricks.engine.internal.run.BadFiles;
import io.bagoftricks.engine.internal.run.MetricsTable;
import io.bagoftricks.engine.internal.storage.FiniteNumbers;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.recipe.TrickEntry;
import io.bagoftricks.engine.split.SplitRoles;
import io.bagoftricks.engine.tensorboard.EventFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The report of a run, made of its folder alone: recipe, metrics, receipts, event files, confusion
 * matrix, evaluation, bad files of the data and manifest, each where it is there.
 */
public final class RunReport {
  private static final String NAME = "report.html";
  private static final String RECIPE = "recipe.json";
  private static final String MANIFEST = "manifest.json";
  private static final JsonMapper MAPPER =
      FiniteNumbers.mapper()
          .rebuild()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final RunPlan plan;
  private final Path folder;

  private RunReport(RunPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /**
   * Writes {@code report.html} into a run's folder, over an older one.
   *
   * @param plan of the recipe in the folder
   * @return the file
   * @throws IOException if a file of the run cannot be read, or the report not be written
   */
  public static Path write(RunPlan plan, Path folder, OutputFiles outputs) throws IOException {
    Path file = folder.resolve(NAME);
    outputs.write(file, ReportPage.of(plan.recipe().name(), new RunReport(plan, folder).data()));
    return file;
  }

  private String data() throws IOException {
    MetricsTable metrics = MetricsTable.read(folder);
    SplitRoles roles = plan.roles();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", plan.recipe().name());
    data.put("folder", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
    JsonNode manifest = manifest();
    data.put("network", PlanText.network(plan, stored(manifest)));
    data.put("figures", figures(metrics, roles));
    data.put(
        "charts", new Charts(plan, metrics, EventFolder.read(folder), roles.validation()).all());
    data.put("epochs", plan.facts().epochs());
    data.put("metrics", metrics);
    data.put("order", PointOrder.of(plan).stream().map(RunReport::order).toList());
    TrainingReceipts receipts = TrainingReceipts.read(folder);
    data.put(
        "tricks", plan.recipe().tricks().stream().map(entry -> trick(entry, receipts)).toList());
    data.put("notes", plan.notes().stream().map(Object::toString).toList());
    data.put("badFiles", BadFiles.read(folder));
    data.put("recipe", Files.readString(folder.resolve(RECIPE)));
    data.put("manifest", manifest);
    ConfusionFile.read(folder, plan.facts().classes())
        .ifPresent(matrix -> data.put("confusion", confusion(matrix)));
    data.put("evaluation", evaluation());
    data.put("classes", plan.recipe().data().made().labelNames());
    return MAPPER.writeValueAsString(data);
  }

  private List<Map<String, String>> figures(MetricsTable metrics, SplitRoles roles) {
    List<Map<String, String>> figures = new ArrayList<>();
    String validation = roles.validation().name().toLowerCase(Locale.ROOT);
    if (roles.test().isPresent()) {
      figure(figures, "test top-1", metrics.last("testTop1").map(RunReport::percent));
      figure(figures, "test top-5", metrics.last("testTop5").map(RunReport::percent));
      figure(figures, "test loss", metrics.last("testLoss").map(loss -> rounded(loss, "%.4f")));
      figure(
          figures,
          "test calibration error",
          metrics.last("testCalibrationError").map(RunReport::percent));
    }
    figure(figures, validation + " top-1", metrics.last("top1").map(RunReport::percent));
    figure(figures, validation + " top-5", metrics.last("top5").map(RunReport::percent));
    figure(figures, validation + " loss", metrics.last("loss").map(loss -> rounded(loss, "%.4f")));
    figure(
        figures,
        roles.choosesByTest() ? "calibration error" : validation + " calibration error",
        metrics.last("calibrationError").map(RunReport::percent));
    figure(figures, "train loss", metrics.last("trainLoss").map(loss -> rounded(loss, "%.4f")));
    figure(figures, "epochs", Optional.of(metrics.rows().size() + " of " + plan.facts().epochs()));
    figure(
        figures,
        "images/s, last epoch",
        metrics.last("imagesPerSecond").map(rate -> Figures.count(Math.round(rate))));
    return figures;
  }

  private static void figure(
      List<Map<String, String>> figures, String label, Optional<String> value) {
    value.ifPresent(text -> figures.add(Map.of("label", label, "value", text)));
  }

  private static Map<String, Object> order(PointOrder order) {
    return Map.of(
        "point", order.point().method(), "tricks", order.tricks(), "reasons", order.reasons());
  }

  private Map<String, Object> trick(TrickEntry entry, TrainingReceipts training) {
    List<String> receipts =
        Stream.concat(
                plan.receipts().stream()
                    .filter(receipt -> receipt.instance().equals(entry.id()))
                    .map(receipt -> receipt.effect().toString()),
                training.of(entry.id()).stream())
            .toList();
    return Map.of(
        "id", entry.id(), "settings", Figures.settings(entry.config()), "receipts", receipts);
  }

  /** As the run's backend stored activations; runs of older versions stored as they were asked. */
  private String stored(JsonNode manifest) {
    return manifest
        .path("environment")
        .path("activations")
        .asText(plan.settings().precision().name().toLowerCase(Locale.ROOT));
  }

  private JsonNode manifest() throws IOException {
    Path file = folder.resolve(MANIFEST);
    return Files.exists(file)
        ? MAPPER.readTree(SealedJson.open(Files.readAllBytes(file)))
        : MAPPER.createObjectNode();
  }

  /** Titles and pictures of what {@code tricks eval} left in the run's folder. */
  private List<List<String>> evaluation() throws IOException {
    List<List<String>> pictures = new ArrayList<>();
    Path kept = folder.resolve(EvaluationFiles.IN_RUN);
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put(EvaluationFiles.RELIABILITY, "Reliability");
    titles.put(EvaluationFiles.WRONG, "Surest and wrong");
    for (Map.Entry<String, String> title : titles.entrySet()) {
      Path picture = kept.resolve(title.getKey());
      if (Files.isRegularFile(picture)) {
        String bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(picture));
        pictures.add(List.of(title.getValue(), "data:image/png;base64," + bytes));
      }
    }
    return pictures;
  }

  private static List<List<Integer>> confusion(ConfusionMatrix matrix) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int label = 0; label < matrix.classes(); label++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        int images = matrix.images(label, predicted);
        if (images > 0) {
          cells.add(List.of(label, predicted, images));
        }
      }
    }
    return cells;
  }

  private static String percent(double share) {
    return rounded(100 * share, "%.2f %%");
  }

  private static String rounded(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}
