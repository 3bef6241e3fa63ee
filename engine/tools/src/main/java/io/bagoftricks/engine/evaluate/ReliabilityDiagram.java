package io.bagoftricks.engine.evaluate;

import io.bagoftricks.engine.evaluation.CalibrationBin;
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

/**
 * The reliability diagram of Guo et al. 2017: for images of which a network is about as sure, the
 * share that it has right. Of a calibrated network both are the same.
 */
final class ReliabilityDiagram {
  private static final int SIDE = 620;
  private static final int SPACE_FOR_TITLES = 40;
  private static final double PERCENT = 100;
  private static final Color ACCURACY = new Color(0x1f, 0x6f, 0xb8);
  private static final Color CALIBRATED = new Color(0x9a, 0xa3, 0xae);

  private ReliabilityDiagram() {}

  /** Draws the bins that have images, as a PNG. */
  static byte[] png(String title, List<CalibrationBin> bins, double error) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(SIDE)
            .height(SIDE + SPACE_FOR_TITLES)
            .title(title)
            .xAxisTitle("how sure: probability of the class taken, %")
            .yAxisTitle("how right: share of these images, %")
            .build();
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(PERCENT)
        .setYAxisMin(0.0)
        .setYAxisMax(PERCENT)
        .setLegendPosition(Styler.LegendPosition.InsideNW)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setLocale(Locale.ROOT);
    XYSeries calibrated =
        chart.addSeries("calibrated", new double[] {0, PERCENT}, new double[] {0, PERCENT});
    calibrated.setMarker(SeriesMarkers.NONE);
    calibrated.setLineColor(CALIBRATED);
    calibrated.setLineStyle(
        new BasicStroke(
            1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6}, 0));
    List<CalibrationBin> some = bins.stream().filter(bin -> bin.examples() > 0).toList();
    XYSeries accuracy =
        chart.addSeries(
            String.format(Locale.ROOT, "this network, error %.2f %%", PERCENT * error),
            some.stream().mapToDouble(bin -> PERCENT * bin.confidence()).toArray(),
            some.stream().mapToDouble(bin -> PERCENT * bin.accuracy()).toArray());
    accuracy.setLineColor(ACCURACY);
    accuracy.setLineStyle(new BasicStroke(2.5f));
    accuracy.setMarker(SeriesMarkers.CIRCLE);
    accuracy.setMarkerColor(ACCURACY);
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", picture);
    return picture.toByteArray();
  }
}
