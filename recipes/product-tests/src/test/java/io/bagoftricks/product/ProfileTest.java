package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.toys.IdxFolder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of {@code tricks train --profile}. */
final class ProfileTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @TempDir private Path folder;
  private Path recipe = Path.of("");

  private record Span(String name, String category, BigDecimal from, BigDecimal to) {
    static Span of(JsonNode event) {
      BigDecimal from = event.get("ts").decimalValue();
      return new Span(
          event.get("name").asText(),
          event.get("cat").asText(),
          from,
          from.add(event.get("dur").decimalValue()));
    }

    boolean holds(Span other) {
      return from.compareTo(other.from) <= 0 && other.to.compareTo(to) <= 0;
    }

    boolean endsBefore(Span other) {
      return to.compareTo(other.from) <= 0;
    }
  }

  /** A span and the category of the span around it. */
  private record Placed(Span span, String parent) {}

  @BeforeEach
  void writeARecipeOfTwoEpochsOfFiveUpdates() throws IOException {
    recipe = folder.resolve("tiny.json");
    Files.writeString(
        recipe,
        """
        {
          "name": "tiny",
          "data": {"type": "idx", "root": "%s", "imageSize": 8, "trainExamples": 40, "testExamples": 20},
          "model": {"type": "cifar-resnet", "depth": 8, "width": 4},
          "optimizer": {"type": "nag"},
          "training": {"epochs": 2, "batchSize": 8, "microBatch": 4},
          "tricks": [{"trick": "mixup"}, {"trick": "label-smoothing"}, {"trick": "ema"}]
        }
        """
            .formatted(IdxFolder.write(folder.resolve("data"), 40, 20, 8)));
  }

  @Test
  void everySpanLiesInTheOneThatItBelongsTo() throws IOException {
    long start = System.nanoTime();
    JsonNode events = trace("--profile-updates", "3-4");
    double micros = (System.nanoTime() - start) / 1e3;

    List<Span> spans = spans(events);
    List<Placed> placed = placed(spans);

    assertThat(spans)
        .allSatisfy(
            span -> {
              assertThat(span.from()).isNotNegative();
              assertThat(span.from()).isLessThanOrEqualTo(span.to());
              assertThat(span.to().doubleValue()).isLessThan(micros);
            });
    assertThat(names(spans, "update")).containsExactly("update 3", "update 4");
    assertThat(names(spans, "hook"))
        .containsExactly("ema afterStep", "label-smoothing onLoss", "mixup onBatch");
    assertThat(names(spans, "convolution")).contains("conv1", "layer1.0.conv1");
    assertThat(placed)
        .allSatisfy(
            p ->
                assertThat(p.parent())
                    .describedAs(p.span().toString())
                    .isIn(
                        switch (p.span().category()) {
                          case "update", "loader wait" -> Set.of("");
                          case "forward", "backward", "loss", "hook", "input", "scores" ->
                              Set.of("update");
                          case "gradients", "optimizer update" -> Set.of("update");
                          default -> Set.of("forward", "backward");
                        }));
    assertThat(placed.stream().map(p -> p.span().category()).toList())
        .filteredOn("loader wait"::equals)
        .hasSize(2);
  }

  @Test
  void theEvaluationBetweenTracedUpdatesIsThereToo() throws IOException {
    List<Span> spans = spans(trace("--profile-updates", "5-6"));

    assertThat(names(spans, "update")).containsExactly("update 5", "update 6");
    assertThat(placed(spans).stream().filter(p -> p.parent().equals("evaluation")))
        .extracting(p -> p.span().category())
        .contains("hook", "loader wait", "evaluated batch");
  }

  @Test
  void namesTheRunAndItsThread() throws IOException {
    JsonNode events = trace("--profile-updates", "1-1");

    List<String> metadata = new ArrayList<>();
    for (JsonNode event : events) {
      assertThat(event.get("pid").asInt()).isEqualTo(1);
      assertThat(event.get("tid").asInt()).isEqualTo(1);
      if (event.get("ph").asText().equals("M")) {
        metadata.add(event.get("name").asText() + " " + event.get("args").get("name").asText());
      }
    }
    assertThat(metadata).containsExactly("process_name tiny", "thread_name training");
    assertThat(names(spans(events), "update")).containsExactly("update 1");
  }

  @Test
  void aTraceWithoutStepsIsTold() throws IOException {
    Path run = folder.resolve("run");
    Path trace = folder.resolve("trace.json");
    assertThat(train("--set", "training.checkpoint.every=1ep").code()).isZero();
    CommandLineRun finished =
        CommandLineRun.of(
            "train",
            "--resume",
            run.toString(),
            "--profile",
            trace.toString(),
            "--profile-updates",
            "3-4");
    assertThat(finished.code()).isZero();
    assertThat(finished.err())
        .contains(
            "warning: the trace %s is not written: the run is finished, and has no more steps."
                .formatted(trace));

    Files.delete(run.resolve("result.json"));
    CommandLineRun behind =
        CommandLineRun.of(
            "train",
            "--resume",
            run.toString(),
            "--from",
            "step-00000005",
            "--profile",
            trace.toString(),
            "--profile-updates",
            "3-4");
    assertThat(behind.code()).describedAs(behind.err()).isZero();
    assertThat(behind.err())
        .contains(
            "warning: the trace %s is not written: the run goes on behind its steps 3-4. Choose later ones: --profile-updates 6-10."
                .formatted(trace));
    assertThat(trace).doesNotExist();

    for (String asked : List.of("6-10", "2-10")) {
      Files.delete(run.resolve("result.json"));
      CommandLineRun advised =
          CommandLineRun.of(
              "train",
              "--resume",
              run.toString(),
              "--from",
              "step-00000005",
              "--profile",
              trace.toString(),
              "--profile-updates",
              asked);
      assertThat(advised.code()).describedAs(advised.err()).isZero();
      assertThat(advised.err()).contains("trace of steps 6-10 in " + trace);
      assertThat(names(spans(JSON.readTree(trace.toFile()).get("traceEvents")), "update"))
          .containsExactlyInAnyOrder("update 6", "update 7", "update 8", "update 9", "update 10");
    }
  }

  /** The third step has no finite loss. */
  @Test
  void theTraceOfARunThatEndedEarlyHasTheStepsThatItHad() throws IOException {
    Path trace = Files.writeString(folder.resolve("trace.json"), "of yesterday");
    String diverges = "optimizer.learningRate=1e30";

    CommandLineRun before =
        train("--set", diverges, "--profile", trace.toString(), "--profile-updates", "9-10");
    assertThat(before.code()).isEqualTo(1);
    assertThat(before.err())
        .contains(
            "warning: the trace %s is not written: the run ended before its step 9. Choose earlier ones with --profile-updates."
                .formatted(trace));
    assertThat(trace).hasContent("of yesterday");

    Disk.local().delete(folder.resolve("run"));
    CommandLineRun within =
        train("--set", diverges, "--profile", trace.toString(), "--profile-updates", "1-10");
    assertThat(within.code()).isEqualTo(1);
    List<String> traced = names(spans(JSON.readTree(trace.toFile()).get("traceEvents")), "update");
    assertThat(traced).hasSizeLessThan(10);
    assertThat(within.err()).contains("trace of steps 1-" + (traced.size() - 1) + " in " + trace);
  }

  @Test
  void refusesUpdatesThatTheRunDoesNotHave() {
    CommandLineRun run = train("--profile", folder.resolve("trace.json").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("the steps 11-30, but the run has only 10", "--profile-updates 1-10");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void refusesUpdatesWithoutAFile() {
    CommandLineRun run = train("--profile-updates", "1-2");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--profile-updates is 1-2", "Add --profile FILE");
  }

  @Test
  void refusesWhatIsNoRange() {
    CommandLineRun run = train("--profile", "x.json", "--profile-updates", "5");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'5' is not a range of steps");
  }

  private JsonNode trace(String... options) throws IOException {
    Path file = folder.resolve("traces/trace.json");
    List<String> more = new ArrayList<>(List.of("--profile", file.toString()));
    more.addAll(List.of(options));

    CommandLineRun run = train(more.toArray(String[]::new));

    assertThat(run.code()).describedAs(run.err()).isZero();
    assertThat(run.err()).contains(file + ": open it in");
    return JSON.readTree(file.toFile()).get("traceEvents");
  }

  private CommandLineRun train(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                recipe.toString(),
                "--backend",
                "nd4j",
                "--output",
                folder.resolve("run").toString()));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static List<Span> spans(JsonNode events) {
    List<Span> spans = new ArrayList<>();
    for (JsonNode event : events) {
      if (event.get("ph").asText().equals("X")) {
        spans.add(Span.of(event));
      }
    }
    return spans;
  }

  /** Finds the span around each; fails where two overlap. */
  private static List<Placed> placed(List<Span> spans) {
    List<Placed> placed = new ArrayList<>();
    Deque<Span> around = new ArrayDeque<>();
    List<Span> outermostFirst =
        spans.stream()
            .sorted(
                Comparator.comparing(Span::from)
                    .thenComparing(Comparator.comparing(Span::to).reversed()))
            .toList();
    for (Span span : outermostFirst) {
      while (!around.isEmpty() && around.peek().endsBefore(span)) {
        around.pop();
      }
      Span parent = around.peek();
      assertThat(parent == null || parent.holds(span))
          .describedAs("%s overlaps %s", span, parent)
          .isTrue();
      placed.add(new Placed(span, parent == null ? "" : parent.category()));
      around.push(span);
    }
    return placed;
  }

  private static List<String> names(List<Span> spans, String category) {
    Set<String> names = new TreeSet<>();
    spans.stream().filter(s -> s.category().equals(category)).forEach(s -> names.add(s.name()));
    return List.copyOf(names);
  }
}
