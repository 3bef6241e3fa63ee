package io.bagoftricks.engine.predict;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.evaluation.ClassMap;
import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * A class map over a picture. The map is made as large as the picture bilinearly, as Grad-CAM's
 * authors do, and its largest value is drawn as the brightest: how much there is of the class says
 * its probability, and not the picture.
 */
final class HeatMap {
  /** From little to much: dark to bright in steps that the eye finds equal (after inferno). */
  private static final int[] COLORS = {0x1b0c41, 0x781c6d, 0xd24644, 0xfb9b06, 0xfcffa4};

  private static final double STRONGEST = 0.75;

  private HeatMap() {}

  /**
   * Draws over a picture.
   *
   * @return a new picture of the same size
   */
  static BufferedImage over(BufferedImage picture, ClassMap map) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    double largest = 0;
    for (float value : map.values()) {
      largest = Math.max(largest, value);
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double heat = largest == 0 ? 0 : at(map, (y + 0.5) / height, (x + 0.5) / width) / largest;
        drawn.setRGB(x, y, mixed(gray(picture.getRGB(x, y)), color(heat), STRONGEST * heat));
      }
    }
    return drawn;
  }

  /** The map between its positions, whose values stand in their middles; from 0 to 1. */
  static double at(ClassMap map, double y, double x) {
    Size size = map.size();
    double row = Math.max(0, Math.min(size.height() - 1, y * size.height() - 0.5));
    double column = Math.max(0, Math.min(size.width() - 1, x * size.width() - 0.5));
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(size.height() - 1, top + 1);
    int right = Math.min(size.width() - 1, left + 1);
    double down = row - top;
    double across = column - left;
    return (1 - down) * line(map, top, left, right, across)
        + down * line(map, bottom, left, right, across);
  }

  private static double line(ClassMap map, int row, int left, int right, double across) {
    int from = row * map.size().width();
    return (1 - across) * map.values()[from + left] + across * map.values()[from + right];
  }

  private static int color(double heat) {
    double place = heat * (COLORS.length - 1);
    int below = Math.min((int) place, COLORS.length - 2);
    return mixed(COLORS[below], COLORS[below + 1], place - below);
  }

  /** Half without color, so that the colors of the heat stand out. */
  private static int gray(int rgb) {
    Color color = new Color(rgb);
    int luma =
        (int)
            Math.round(0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue());
    return mixed(rgb & 0xFFFFFF, luma << 16 | luma << 8 | luma, 0.6);
  }

  private static int mixed(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double level = (1 - share) * (from >> shift & 255) + share * (to >> shift & 255);
      mixed |= (int) Math.round(level) << shift;
    }
    return mixed;
  }
}
