package io.bagoftricks.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.train.EpochReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsFileTest {
  private static final String COLUMNS =
      "epoch,trainLoss,trainTop1,learningRate,skippedUpdates,overflows,lossScale,zeroGradients,"
          + "imagesPerSecond,loaderWaitSeconds,top1,top5,loss,"
          + "calibrationError,targetEntropy";

  @TempDir private Path folder;
  private Path file;
  private MetricsFile metrics;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("metrics.csv");
    metrics = new MetricsFile(Disk.local(), file);
    metrics.rewrite(List.of());
  }

  @Test
  void hasAColumnForEachTermOfTheLoss() throws IOException {
    metrics.append(epoch(0, Map.of("hard", 2.5), Optional.of(new Metrics(0.5, 1, 2, 0.125, 10))));

    assertThat(Files.readString(file))
        .isEqualTo(
            COLUMNS
                + ",trainLoss.hard\n"
                + "1,2.500000,0.250000,0.10000000,1,0,1.0000000,,50.0,0.250,"
                + "0.500000,1.000000,2.000000,0.125000,0.544805,2.500000\n");
  }

  @Test
  void getsAColumnMoreWhereATermTurnsUpLater() throws IOException {
    metrics.append(epoch(0, Map.of("hard", 2.5), Optional.empty()));
    metrics.append(epoch(1, Map.of("hard", 2.0, "a \"soft\", one", 0.5), Optional.empty()));

    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0))
        .isEqualTo(COLUMNS + ",trainLoss.hard,\"trainLoss.a \"\"soft\"\", one\"");
    assertThat(lines.get(1)).startsWith("1,").endsWith(",,,,,0.544805,2.500000,");
    assertThat(lines.get(2)).startsWith("2,").endsWith(",,,,,0.544805,2.000000,0.500000");
  }

  /** The report lost every row of a run with such a term. */
  @Test
  void everyNameOfATermComesBack() throws IOException {
    Map<String, Double> losses =
        Map.of("a, b", 1.0, "say \"so\"", 2.0, "two\nlines", 3.0, "=1+1", 4.0);
    metrics.append(epoch(0, losses, Optional.empty()));
    metrics.append(epoch(1, losses, Optional.of(new Metrics(0.5, 1, 2, 0.125, 10))));

    MetricsTable table = MetricsTable.read(folder);

    assertThat(table.rows()).hasSize(2);
    losses.forEach(
        (term, loss) ->
            assertThat(table.numbers("trainLoss." + term))
                .containsExactly(Optional.of(loss), Optional.of(loss)));
    assertThat(table.last("loss")).contains(2.0);
  }

  @Test
  void isAsBeforeWhenItWasCutBack() throws IOException {
    EpochReport first = epoch(0, Map.of("hard", 2.5), Optional.empty());
    metrics.append(first);
    String before = Files.readString(file);
    metrics.append(epoch(1, Map.of("hard", 2.0), Optional.empty()));
    Files.writeString(file, Files.readString(file) + "3,1.0");

    new MetricsFile(Disk.local(), file).rewrite(List.of(first));

    assertThat(Files.readString(file)).isEqualTo(before);
  }

  private static EpochReport epoch(
      int epoch, Map<String, Double> losses, Optional<Metrics> evaluation) {
    double loss = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    return new EpochReport(
        epoch,
        loss,
        losses,
        0.544805,
        0.25,
        0.1,
        1,
        Optional.of("why not"),
        0,
        1,
        OptionalDouble.empty(),
        100,
        2,
        0.25,
        evaluation);
  }
}
