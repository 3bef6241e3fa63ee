package io.bagoftricks.engine.evaluate;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Dataset.Image;
import io.bagoftricks.engine.text.OneLine;
import io.bagoftricks.engine.train.JudgedImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A contact sheet of the images that a network is surest of and wrong about. */
final class WrongSheet {
  private static final int COLUMNS = 6;
  private static final int SIDE = 144;
  private static final int GAP = 20;
  private static final int MARGIN = 28;
  private static final int HEADER = 72;
  private static final int LINE = 17;
  private static final int WORDS = 4 * LINE;
  private static final double BRIGHTEST = 255;
  private static final Color INK = new Color(0x1d, 0x23, 0x2b);
  private static final Color FAINT = new Color(0x6b, 0x75, 0x82);
  private static final Color WRONG = new Color(0xb4, 0x3a, 0x1a);
  private static final Color MAT = new Color(0xe6, 0xe8, 0xec);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  private WrongSheet() {}

  /**
   * Draws the sheet as a PNG.
   *
   * @throws IOException if an image cannot be read
   */
  static byte[] png(String title, Dataset images, List<JudgedImage> wrong, List<String> names)
      throws IOException {
    int columns = Math.max(3, Math.min(COLUMNS, wrong.size()));
    int rows = (wrong.size() + columns - 1) / columns;
    int width = 2 * MARGIN + columns * SIDE + (columns - 1) * GAP;
    int height = HEADER + rows * (SIDE + WORDS + GAP) + MARGIN - GAP;
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    try {
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, width, height);
      text(pen, TITLE, INK, title, MARGIN, 44, width - 2 * MARGIN);
      for (int i = 0; i < wrong.size(); i++) {
        JudgedImage judged = wrong.get(i);
        int x = MARGIN + i % columns * (SIDE + GAP);
        int y = HEADER + i / columns * (SIDE + WORDS + GAP);
        picture(pen, picture(images.read(judged.index())), x, y);
        String taken =
            String.format(
                Locale.ROOT,
                "%.1f %% %s",
                100 * judged.probability(),
                OneLine.of(names.get(judged.taken())));
        text(pen, BOLD, WRONG, taken, x, y + SIDE + LINE, SIDE);
        String label = "is " + OneLine.of(names.get(judged.label()));
        text(pen, TEXT, INK, label, x, y + SIDE + 2 * LINE, SIDE);
        text(pen, TEXT, FAINT, "image " + judged.index(), x, y + SIDE + 3 * LINE, SIDE);
      }
    } finally {
      pen.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", out);
    return out.toByteArray();
  }

  private static BufferedImage picture(Image image) {
    int width = image.size().width();
    BufferedImage picture =
        new BufferedImage(width, image.size().height(), BufferedImage.TYPE_INT_RGB);
    float[][] planes = image.planes();
    for (int i = 0; i < planes[0].length; i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        float value = planes[Math.min(channel, planes.length - 1)][i];
        rgb = rgb << 8 | (int) Math.round(Math.max(0, Math.min(BRIGHTEST, value)));
      }
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }

  /** As large as fits, in the middle of its place; small pictures keep their pixels visible. */
  private static void picture(Graphics2D pen, BufferedImage image, int x, int y) {
    double scale = Math.min((double) SIDE / image.getWidth(), (double) SIDE / image.getHeight());
    double used = scale > 1 ? Math.floor(scale) : scale;
    int width = Math.max(1, (int) Math.round(image.getWidth() * used));
    int height = Math.max(1, (int) Math.round(image.getHeight() * used));
    pen.setColor(MAT);
    pen.fillRect(x, y, SIDE, SIDE);
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        used >= 1
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(image, x + (SIDE - width) / 2, y + (SIDE - height) / 2, width, height, null);
  }

  /** One line, cut off where it would be too long. */
  private static void text(
      Graphics2D pen, Font font, Color color, String text, int x, int y, int width) {
    pen.setFont(font);
    pen.setColor(color);
    String shown = text;
    int end = text.length();
    while (pen.getFontMetrics().stringWidth(shown) > width && end > 0) {
      end = text.offsetByCodePoints(end, -1);
      shown = text.substring(0, end) + "\u2026";
    }
    pen.drawString(shown, x, y);
  }
}
