package io.bagoftricks.tricks.data;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Enhance;
import io.bagoftricks.api.image.Tones;
import java.util.List;
import java.util.Locale;

/**
 * The operations of AutoAugment (Cubuk et al. 2019, arXiv:1805.09501, table 6) and one of
 * TensorFlow's. Each has one argument, in a unit of its own.
 */
public enum Operation {
  /** Nothing. */
  IDENTITY(false),
  /** Rows move along: columns a row. */
  SHEAR_X(true),
  /** Columns move along: rows a column. */
  SHEAR_Y(true),
  /** The image moves to the right: columns. */
  TRANSLATE_X(true),
  /** The image moves down: rows. */
  TRANSLATE_Y(true),
  /** The image turns about its center: degrees against the clock. */
  ROTATE(true),
  /** Factor minus one. */
  BRIGHTNESS(true),
  /** Saturation: factor minus one. */
  COLOR(true),
  /** Factor minus one. */
  CONTRAST(true),
  /** Factor minus one. */
  SHARPNESS(true),
  /** Bits that are kept. */
  POSTERIZE(false),
  /** The threshold, 0 to 256, from which on values are inverted. */
  SOLARIZE(false),
  /** Added to values below 128. */
  SOLARIZE_ADD(false),
  /** Each channel is stretched to 0 to 255; no argument. */
  AUTO_CONTRAST(false),
  /** Each channel gets an even histogram; no argument. */
  EQUALIZE(false),
  /** No argument. */
  INVERT(false);

  /** RandAugment's and TrivialAugment's, in torchvision's order. */
  public static final List<Operation> FOURTEEN =
      List.of(
          IDENTITY,
          SHEAR_X,
          SHEAR_Y,
          TRANSLATE_X,
          TRANSLATE_Y,
          ROTATE,
          BRIGHTNESS,
          COLOR,
          CONTRAST,
          SHARPNESS,
          POSTERIZE,
          SOLARIZE,
          AUTO_CONTRAST,
          EQUALIZE);

  /** timm's of RandAugment, in its order. */
  public static final List<Operation> FIFTEEN_OF_TIMM =
      List.of(
          AUTO_CONTRAST,
          EQUALIZE,
          INVERT,
          ROTATE,
          POSTERIZE,
          SOLARIZE,
          SOLARIZE_ADD,
          COLOR,
          CONTRAST,
          BRIGHTNESS,
          SHARPNESS,
          SHEAR_X,
          SHEAR_Y,
          TRANSLATE_X,
          TRANSLATE_Y);

  private static final double HALF = 128;

  private final boolean signed;

  Operation(boolean signed) {
    this.signed = signed;
  }

  /** {@return whether its argument may as well be negative: a sign is drawn} */
  public boolean isSigned() {
    return signed;
  }

  /**
   * Does it to an image, and notes it.
   *
   * @param sample the image
   * @param argument in the operation's unit
   * @param style of warps
   */
  public void apply(Sample sample, double argument, WarpStyle style) {
    switch (this) {
      case IDENTITY -> {}
      case SHEAR_X -> warp(sample, Affine.shearX(argument), style);
      case SHEAR_Y -> warp(sample, Affine.shearY(argument), style);
      case TRANSLATE_X -> warp(sample, Affine.translation(argument, 0), style);
      case TRANSLATE_Y -> warp(sample, Affine.translation(0, argument), style);
      case ROTATE -> warp(sample, Affine.rotation(argument, sample.size()), style);
      case BRIGHTNESS -> Enhance.brightness(sample.pixels(), 1 + argument);
      case COLOR -> Enhance.saturation(sample.pixels(), 1 + argument);
      case CONTRAST -> Enhance.contrast(sample.pixels(), 1 + argument);
      case SHARPNESS -> Enhance.sharpness(sample.pixels(), 1 + argument);
      case POSTERIZE -> Tones.posterize(sample.pixels(), (int) argument);
      case SOLARIZE -> Tones.solarize(sample.pixels(), argument);
      case SOLARIZE_ADD -> Tones.solarizeAdd(sample.pixels(), argument, HALF);
      case AUTO_CONTRAST -> Tones.autocontrast(sample.pixels());
      case EQUALIZE -> Tones.equalize(sample.pixels());
      case INVERT -> Tones.invert(sample.pixels());
    }
    sample.note(() -> text(argument));
  }

  private static void warp(Sample sample, Affine source, WarpStyle style) {
    sample.warp(source, style.filter(), style.fill());
  }

  private String text(double argument) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return switch (this) {
      case IDENTITY, AUTO_CONTRAST, EQUALIZE, INVERT -> name;
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS ->
          String.format(Locale.ROOT, "%s %.2f", name, 1 + argument);
      case SHEAR_X, SHEAR_Y -> String.format(Locale.ROOT, "%s %.2f", name, argument);
      default -> String.format(Locale.ROOT, "%s %.0f", name, argument);
    };
  }
}
