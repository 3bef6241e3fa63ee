package io.bagoftricks.engine.findlr;

import io.bagoftricks.engine.internal.table.Csv;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A curve as a table and as a picture. */
public final class RateFiles {
  /** The name of the table. */
  public static final String TABLE = "curve.csv";

  /** The name of the picture. */
  public static final String PICTURE = "curve.png";

  /** The names of both. */
  public static final List<String> NAMES = List.of(TABLE, PICTURE);

  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;

  /** The share of the first loss that the picture spans at least. */
  private static final double LEAST_FALL = 0.2;

  private static final Color BATCH = new Color(0x9d, 0xbf, 0xe0);
  private static final Color SMOOTH = new Color(0x1f, 0x6f, 0xb8);
  private static final List<Color> SUGGESTED =
      List.of(new Color(0xd9, 0x66, 0x0c), new Color(0x2a, 0x8a, 0x4a));

  private RateFiles() {}

  /** {@code rate,loss,smoothed}, a line per step. */
  public static String table(RateCurve curve) {
    StringBuilder table = new StringBuilder(Csv.line("rate", "loss", "smoothed"));
    for (RateCurve.Point point : curve.points()) {
      table.append(
          Csv.line(
              number("%.6g", point.rate()),
              number("%.6f", point.loss()),
              number("%.6f", point.smoothed())));
    }
    return table.toString();
  }

  /** Draws the losses over the rate's logarithm, and where the suggestions lie, as a PNG. */
  public static byte[] picture(String title, RateCurve curve, List<Suggestion> suggestions)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("learning rate")
            .yAxisTitle("loss")
            .build();
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setLegendPosition(Styler.LegendPosition.InsideSW)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setLocale(Locale.ROOT);
    double[] rates = curve.points().stream().mapToDouble(RateCurve.Point::rate).toArray();
    double[] losses = curve.points().stream().mapToDouble(RateCurve.Point::loss).toArray();
    double[] smooth = curve.points().stream().mapToDouble(RateCurve.Point::smoothed).toArray();
    line(chart.addSeries("batch", rates, losses), BATCH, 1);
    line(chart.addSeries("smoothed", rates, smooth), SMOOTH, 2.5f);
    for (int i = 0; i < suggestions.size(); i++) {
      Suggestion suggestion = suggestions.get(i);
      XYSeries mark =
          chart.addSeries(
              String.format(Locale.ROOT, "%s %.3g", suggestion.method(), suggestion.rate()),
              new double[] {suggestion.rate()},
              new double[] {smooth[suggestion.index()]});
      mark.setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(SUGGESTED.get(i % SUGGESTED.size()))
          .setLineColor(SUGGESTED.get(i % SUGGESTED.size()));
    }
    // Losses that ran away would hide the rest.
    double first = smooth[0];
    double least = Double.POSITIVE_INFINITY;
    for (double loss : losses) {
      least = Math.min(least, loss);
    }
    // Where they never fall, that is what is to be seen.
    double fall = Math.max(first - least, LEAST_FALL * Math.abs(first));
    chart.getStyler().setYAxisMin(least - 0.1 * fall);
    chart.getStyler().setYAxisMax(first + 0.6 * fall);
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", picture);
    return picture.toByteArray();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void line(XYSeries series, Color color, float width) {
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(width));
  }
}
