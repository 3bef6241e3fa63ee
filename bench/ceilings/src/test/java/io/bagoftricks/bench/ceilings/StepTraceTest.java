package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.bagoftricks.backends.spi.Profiler.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepTraceTest {
  @TempDir private Path folder;

  /** Of the data first and of the weight then; the first layer has no gradient of data. */
  @Test
  void knowsTheGradientsOfAConvolutionByTheirOrder() throws IOException {
    StepTrace trace =
        read(
            ran("conv2", "convolution", "forward", 0, 1000),
            ran("conv2", "convolution", "backward", 2000, 3000),
            ran("conv2", "convolution", "backward", 5000, 4000),
            ran("conv1", "convolution", "backward", 9000, 500),
            span("update 1", "update", 0, 10_000));

    assertThat(trace.operations())
        .containsOnly(
            entry(new Operation("conv2", Kind.CONVOLUTION, Pass.FORWARD), 1.0),
            entry(new Operation("conv2", Kind.CONVOLUTION, Pass.DATA), 3.0),
            entry(new Operation("conv2", Kind.CONVOLUTION, Pass.WEIGHTS), 4.0),
            entry(new Operation("conv1", Kind.CONVOLUTION, Pass.WEIGHTS), 0.5));
  }

  @Test
  void aLinearLayerComputesThatOfItsWeightFirst() throws IOException {
    StepTrace trace =
        read(
            ran("fc", "matmul", "backward", 0, 1000),
            ran("fc", "matmul", "backward", 1000, 2000),
            span("update 1", "update", 0, 3000));

    assertThat(trace.operations())
        .containsOnly(
            entry(new Operation("fc", Kind.MATMUL, Pass.WEIGHTS), 1.0),
            entry(new Operation("fc", Kind.MATMUL, Pass.DATA), 2.0));
  }

  @Test
  void refusesMoreGradientsThanThereAre() {
    String one = ran("conv1", "convolution", "backward", 0, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(one, one, one, span("update 1", "update", 0, 3)))
        .withMessageContaining("conv1 has 3 operations");
  }

  @Test
  void theShortestOfAllStepsCountsAndOneStepsConversionsAreAddedUp() throws IOException {
    StepTrace trace =
        read(
            ran("conv1", "conversion", "forward", 0, 1000),
            ran("conv1", "conversion", "forward", 1000, 1000),
            span("update 1", "update", 0, 2500),
            ran("conv1", "conversion", "forward", 3000, 700),
            ran("conv1", "conversion", "forward", 4000, 800),
            span("update 2", "update", 3000, 3000));

    assertThat(trace.operations())
        .containsExactly(entry(new Operation("conv1", Kind.CONVERSION, Pass.FORWARD), 1.5));
    assertThat(trace.spans()).containsExactly(entry("update", 0.5));
  }

  @Test
  void aSpanCountsWithoutWhatLiesInside() throws IOException {
    StepTrace trace =
        read(
            ran("conv1", "convolution", "forward", 100, 200),
            ran("pool", "pooling", "forward", 300, 300),
            span("forward", "forward", 50, 650),
            span("optimizer update", "optimizer update", 800, 100),
            span("update 1", "update", 0, 1000));

    assertThat(trace.spans())
        .containsOnly(
            entry("forward", 0.15), entry("optimizer update", 0.1), entry("update", 0.25));
  }

  @Test
  void whatBelongsToNoLayerHasTheNameOfItsKind() throws IOException {
    StepTrace trace =
        read(
            ran("conversion", "conversion", "backward", 0, 1000),
            span("update 1", "update", 0, 1000));

    assertThat(trace.operations())
        .containsOnlyKeys(new Operation("", Kind.CONVERSION, Pass.BACKWARD));
  }

  private StepTrace read(String... events) throws IOException {
    Path file = folder.resolve("trace.json");
    Files.writeString(
        file,
        "{\"traceEvents\": [{\"ph\": \"M\"}, %s]}".formatted(String.join(",\n", List.of(events))));
    StepTrace trace = new StepTrace();
    trace.read(file);
    return trace;
  }

  private static String ran(String layer, String kind, String pass, int from, int micros) {
    return """
        {"ph": "X", "name": "%s", "cat": "%s", "ts": %s, "dur": %s, "args": {"pass": "%s"}}"""
        .formatted(layer, kind, from, micros, pass);
  }

  private static String span(String name, String activity, int from, int micros) {
    return """
        {"ph": "X", "name": "%s", "cat": "%s", "ts": %s, "dur": %s}"""
        .formatted(name, activity, from, micros);
  }
}
