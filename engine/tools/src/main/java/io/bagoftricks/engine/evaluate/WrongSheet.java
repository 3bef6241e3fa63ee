package io.bagoftricks.engine.evaluate;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.internal.loader.Thumbnail;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.picture.Sheet;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A contact sheet of the images that a network is surest of and wrong about. */
final class WrongSheet {
  private static final int COLUMNS = 6;
  private static final int SIDE = 144;
  private static final int GAP = 20;
  private static final int MARGIN = 28;
  private static final int HEADER = 72;
  private static final int LINE = 17;
  private static final int WORDS = 4 * LINE;
  private static final Color FAINT = new Color(0x6b, 0x75, 0x82);
  private static final Color WRONG = new Color(0xb4, 0x3a, 0x1a);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);

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
    try (Sheet sheet = new Sheet(width, height, Color.WHITE)) {
      sheet.text(TITLE, Sheet.INK, title, MARGIN, 44, width - 2 * MARGIN);
      for (int i = 0; i < wrong.size(); i++) {
        JudgedImage judged = wrong.get(i);
        int x = MARGIN + i % columns * (SIDE + GAP);
        int y = HEADER + i / columns * (SIDE + WORDS + GAP);
        sheet.picture(Sheet.picture(Thumbnail.of(images, judged.index(), SIDE)), x, y, SIDE);
        String taken =
            String.format(
                Locale.ROOT,
                "%.1f %% %s",
                100 * judged.probability(),
                OneLine.of(names.get(judged.taken())));
        sheet.text(Sheet.BOLD, WRONG, taken, x, y + SIDE + LINE, SIDE);
        String label = "is " + OneLine.of(names.get(judged.label()));
        sheet.text(Sheet.TEXT, Sheet.INK, label, x, y + SIDE + 2 * LINE, SIDE);
        sheet.text(Sheet.TEXT, FAINT, "image " + judged.index(), x, y + SIDE + 3 * LINE, SIDE);
      }
      return sheet.png();
    }
  }
}
