package io.bagoftricks.engine.ablate;

import io.bagoftricks.engine.internal.table.Csv;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** An ablation's table as CSV and Markdown, and a picture of its differences. */
public final class AblationFiles {
  /** The name of the table for programs. */
  public static final String CSV = "ablation.csv";

  /** The name of the table for people. */
  public static final String MARKDOWN = "ablation.md";

  /** The name of the picture. */
  public static final String PICTURE = "ablation.png";

  /** The names of all. */
  public static final List<String> NAMES = List.of(CSV, MARKDOWN, PICTURE);

  private static final int HEIGHT = 480;
  private static final int WIDTH_EACH = 95;
  private static final int WIDTH_OF_LETTER = 9;
  private static final int WIDTH_BESIDE_PLOT = 160;
  private static final Color POINT = new Color(0x1f, 0x6f, 0xb8);

  private AblationFiles() {}

  /**
   * One line per variant; empty cells where there is nothing to say, NaN for a run without result.
   */
  public static String csv(List<Row> rows) {
    StringBuilder csv =
        new StringBuilder(
            Csv.line(
                "variant",
                "against",
                "top1Mean",
                "top1HalfWidth",
                "difference",
                "halfWidth",
                "paper",
                "top1"));
    for (Row row : rows) {
      csv.append(
          Csv.line(
              row.name(),
              row.against().orElse(""),
              number(row.mean().mean()),
              number(row.mean().halfWidth()),
              row.difference().map(d -> number(d.mean())).orElse(""),
              row.difference().map(d -> number(d.halfWidth())).orElse(""),
              row.paper().map(AblationFiles::number).orElse(""),
              row.top1().stream().map(AblationFiles::ofSeed).collect(Collectors.joining(" "))));
    }
    return csv.toString();
  }

  /** The table for people; a difference whose interval excludes zero is bold. */
  public static String markdown(List<Row> rows) {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add(
        "| variant | top-1 % | against | difference, points | adding it in the paper, ImageNet |");
    table.add("|---|---|---|---|---|");
    for (Row row : rows) {
      table.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  row.name(),
                  accuracy(row),
                  row.against().orElse(""),
                  row.difference().map(AblationFiles::difference).orElse(""),
                  row.paper().map(p -> String.format(Locale.ROOT, "%+.2f", p)).orElse("")));
    }
    return table.toString();
  }

  /** Draws the differences with their intervals, as a PNG, if there are any. */
  public static Optional<byte[]> picture(String title, List<Row> rows) throws IOException {
    List<Row> compared = rows.stream().filter(row -> row.difference().isPresent()).toList();
    if (compared.isEmpty()) { // no run came to a result: there is nothing to draw
      return Optional.empty();
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(
                WIDTH_BESIDE_PLOT
                    + Math.max(WIDTH_OF_LETTER * title.length(), WIDTH_EACH * compared.size()))
            .height(HEIGHT)
            .title(title)
            .yAxisTitle("difference of top-1, points")
            .build();
    chart
        .getStyler()
        .setXAxisLabelRotation(35)
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setLocale(Locale.ROOT);
    chart.getStyler().setYAxisDecimalPattern("+0.00;-0.00");
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
    List<Interval> differences =
        compared.stream().flatMap(row -> row.difference().stream()).toList();
    chart.addAnnotation(new AnnotationLine(0, false, false));
    CategorySeries series =
        chart.addSeries(
            "difference",
            compared.stream().map(Row::name).toList(),
            differences.stream().map(Interval::mean).toList(),
            differences.stream()
                .map(d -> Double.isNaN(d.halfWidth()) ? 0 : d.halfWidth())
                .toList());
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(POINT).setLineColor(POINT);
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", picture);
    return Optional.of(picture.toByteArray());
  }

  private static String accuracy(Row row) {
    int all = row.top1().size();
    long without = row.withoutResult();
    if (without == 0) {
      return interval(row.mean(), "%.2f");
    }
    return without == all
        ? String.format(Locale.ROOT, "no result in %d of %d runs", without, all)
        : String.format(
            Locale.ROOT,
            "%s (no result in %d of %d runs)",
            interval(row.mean(), "%.2f"),
            without,
            all);
  }

  private static String difference(Interval difference) {
    String text = interval(difference, "%+.2f");
    return difference.excludesZero() ? "**" + text + "**" : text;
  }

  private static String interval(Interval interval, String format) {
    String mean = String.format(Locale.ROOT, format, interval.mean());
    return Double.isNaN(interval.halfWidth())
        ? mean
        : mean + String.format(Locale.ROOT, " ± %.2f", interval.halfWidth());
  }

  private static String ofSeed(double accuracy) {
    return Double.isNaN(accuracy) ? "NaN" : number(accuracy);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
