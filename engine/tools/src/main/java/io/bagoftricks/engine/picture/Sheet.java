package io.bagoftricks.engine.picture;

import io.bagoftricks.api.data.Dataset.Image;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A page of pictures, each in a square frame, and words. Whoever makes it closes it. */
public final class Sheet implements AutoCloseable {
  /** The color of words. */
  public static final Color INK = new Color(0x1d, 0x23, 0x2b);

  /** The font of words. */
  public static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  /** The font of words that count. */
  public static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  private static final Color MAT = new Color(0xe6, 0xe8, 0xec);
  private static final float BRIGHTEST = 255;

  private final BufferedImage page;
  private final Graphics2D pen;

  /** An empty page. */
  public Sheet(int width, int height, Color color) {
    page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = page.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(color);
    pen.fillRect(0, 0, width, height);
  }

  /** An image as Java draws it: values are rounded and held to 0 to 255. */
  public static BufferedImage picture(Image image) {
    int width = image.size().width();
    float[][] planes = image.planes();
    BufferedImage picture =
        new BufferedImage(width, image.size().height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < planes[0].length; i++) {
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        float value = planes[Math.min(channel, planes.length - 1)][i];
        rgb = rgb << 8 | Math.round(Math.max(0, Math.min(BRIGHTEST, value)));
      }
      picture.setRGB(i % width, i / width, rgb);
    }
    return picture;
  }

  /** As large as fits, in the middle of a square; small pictures keep their pixels visible. */
  public void picture(BufferedImage image, int x, int y, int side) {
    double scale = Math.min((double) side / image.getWidth(), (double) side / image.getHeight());
    double used = scale > 1 ? Math.floor(scale) : scale;
    int width = Math.max(1, (int) Math.round(image.getWidth() * used));
    int height = Math.max(1, (int) Math.round(image.getHeight() * used));
    pen.setColor(MAT);
    pen.fillRect(x, y, side, side);
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        used >= 1
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(image, x + (side - width) / 2, y + (side - height) / 2, width, height, null);
  }

  /** A white card with a line around it. */
  public void card(Color line, int x, int y, int width, int height) {
    pen.setColor(Color.WHITE);
    pen.fillRoundRect(x, y, width, height, 12, 12);
    pen.setColor(line);
    pen.drawRoundRect(x, y, width, height, 12, 12);
  }

  /** One line, cut off with an ellipsis where it would be too long. */
  public void text(Font font, Color color, String text, int x, int y, int width) {
    pen.setFont(font);
    pen.setColor(color);
    FontMetrics metrics = pen.getFontMetrics();
    String shown = text;
    int end = text.length();
    while (metrics.stringWidth(shown) > width && end > 0) {
      end = text.offsetByCodePoints(end, -1);
      shown = text.substring(0, end) + "…";
    }
    pen.drawString(shown, x, y);
  }

  /** How wide a text is. */
  public int width(Font font, String text) {
    return pen.getFontMetrics(font).stringWidth(text);
  }

  /** The page as a PNG. */
  public byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(page, "png", out);
    return DrawnPng.marked(out.toByteArray());
  }

  @Override
  public void close() {
    pen.dispose();
  }
}
