package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Picture;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.internal.loader.Thumbnail;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.picture.Sheet;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;

/**
 * A class map for people: the image as it is, and the map over what the network saw of it. Sizes in
 * its captions are width x height.
 */
public final class ClassMapPicture {
  private static final int SIDE = 320;
  private static final int MARGIN = 20;
  private static final int GAP = 12;
  private static final int HEADER = 66;
  private static final int LINE = 20;
  private static final Color FAINT = new Color(0x6b, 0x75, 0x82);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);

  private ClassMapPicture() {}

  /**
   * Draws it as a PNG.
   *
   * @param name of the image
   * @param original as it is
   * @param className of the map's class
   * @throws IOException if the image cannot be decoded
   */
  public static byte[] png(String name, Picture original, String className, ClassMap map)
      throws IOException {
    int width = 2 * MARGIN + 2 * SIDE + GAP;
    try (Sheet sheet = new Sheet(width, HEADER + SIDE + LINE + MARGIN, Color.WHITE)) {
      String title =
          String.format(Locale.ROOT, "%s  %.1f %%", OneLine.of(className), 100 * map.probability());
      sheet.text(TITLE, Sheet.INK, title, MARGIN, 30, width - 2 * MARGIN);
      sheet.text(Sheet.TEXT, FAINT, OneLine.of(name), MARGIN, 52, width - 2 * MARGIN);
      int right = MARGIN + SIDE + GAP;
      sheet.picture(Sheet.picture(Thumbnail.of(original, SIDE)), MARGIN, HEADER, SIDE);
      BufferedImage prepared = enlarged(Sheet.picture(map.prepared()));
      sheet.picture(HeatMap.over(prepared, map), right, HEADER, SIDE);
      int below = HEADER + SIDE + LINE;
      String size =
          String.format(Locale.ROOT, "%d x %d", original.size().width(), original.size().height());
      sheet.text(Sheet.TEXT, FAINT, size, MARGIN, below, SIDE);
      String layer =
          String.format(
              Locale.ROOT,
              "Grad-CAM of %s, %d x %d",
              map.layer(),
              map.size().width(),
              map.size().height());
      sheet.text(Sheet.TEXT, FAINT, layer, right, below, SIDE);
      return sheet.png();
    }
  }

  /** To the size of the frame, so that the map is smooth where the network sees few pixels. */
  private static BufferedImage enlarged(BufferedImage image) {
    double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = large.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    return large;
  }
}
