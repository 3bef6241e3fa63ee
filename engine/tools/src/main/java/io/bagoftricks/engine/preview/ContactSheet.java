package io.bagoftricks.engine.preview;

import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.picture.Sheet;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Draws pictures before and after, with words beside them, in two columns.
 *
 * @param title the first line
 * @param subtitle the second
 * @param cards one a picture
 */
public record ContactSheet(String title, String subtitle, List<Card> cards) {
  /** The rows and columns that a picture may take. */
  static final int SIDE = 176;

  private static final int GAP = 10;
  private static final int WORDS = 316;
  private static final int PADDING = 14;
  private static final int MARGIN = 28;
  private static final int BETWEEN = 20;
  private static final int HEADER = 84;
  private static final int LINE = 17;
  private static final int CARD_WIDTH = 2 * SIDE + 2 * GAP + WORDS + 2 * PADDING;
  private static final int CARD_HEIGHT = SIDE + 22 + 2 * PADDING;
  private static final Color PAGE = new Color(0xf3, 0xf4, 0xf6);
  private static final Color FRAME = new Color(0xd8, 0xdc, 0xe2);
  private static final Color FAINT = new Color(0x7a, 0x84, 0x91);
  private static final Color ACCENT = new Color(0x1f, 0x6f, 0xb8);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 22);

  /** Copies the list. */
  public ContactSheet {
    cards = List.copyOf(cards);
  }

  /**
   * A picture.
   *
   * @param name above the words
   * @param before on the left; it may be smaller than it was
   * @param original how large it was
   * @param after on the right
   * @param turns what happened, from top to bottom
   */
  public record Card(
      String name, BufferedImage before, Size original, BufferedImage after, List<Turn> turns) {
    /** Copies the list. */
    public Card {
      turns = List.copyOf(turns);
    }
  }

  /**
   * Who did something, and what.
   *
   * @param drawn empty if nothing was done
   */
  public record Turn(String who, String drawn) {}

  /** The sheet as a PNG. */
  public byte[] png() throws IOException {
    int columns = Math.min(2, Math.max(1, cards.size()));
    int rows = (cards.size() + columns - 1) / columns;
    int width = 2 * MARGIN + columns * CARD_WIDTH + (columns - 1) * BETWEEN;
    int height = HEADER + rows * (CARD_HEIGHT + BETWEEN) + MARGIN - BETWEEN;
    try (Sheet sheet = new Sheet(width, height, PAGE)) {
      sheet.text(TITLE, Sheet.INK, title, MARGIN, 44, width - 2 * MARGIN);
      sheet.text(Sheet.TEXT, FAINT, subtitle, MARGIN, 66, width - 2 * MARGIN);
      for (int i = 0; i < cards.size(); i++) {
        int left = MARGIN + i % columns * (CARD_WIDTH + BETWEEN);
        int top = HEADER + i / columns * (CARD_HEIGHT + BETWEEN);
        draw(sheet, cards.get(i), left, top);
      }
      return sheet.png();
    }
  }

  private static void draw(Sheet sheet, Card card, int left, int top) {
    sheet.card(FRAME, left, top, CARD_WIDTH, CARD_HEIGHT);
    int x = left + PADDING;
    int y = top + PADDING;
    sheet.picture(card.before(), x, y, SIDE);
    sheet.picture(card.after(), x + SIDE + GAP, y, SIDE);
    int below = y + SIDE + 18;
    sheet.text(Sheet.TEXT, FAINT, caption("before", card.original()), x, below, SIDE);
    Size after = new Size(card.after().getHeight(), card.after().getWidth());
    sheet.text(Sheet.TEXT, FAINT, caption("after", after), x + SIDE + GAP, below, SIDE);
    words(sheet, card, x + 2 * (SIDE + GAP), y);
  }

  /** Width x height. */
  static String caption(String word, Size size) {
    return String.format(Locale.ROOT, "%s  %d x %d", word, size.width(), size.height());
  }

  private static void words(Sheet sheet, Card card, int x, int y) {
    sheet.text(Sheet.BOLD, Sheet.INK, card.name(), x, y + 12, WORDS);
    int line = y + 12 + LINE + 6;
    int last = y + CARD_HEIGHT - 2 * PADDING;
    for (Turn turn : card.turns()) {
      boolean acted = !turn.drawn().isEmpty();
      Font font = acted ? Sheet.BOLD : Sheet.TEXT;
      int name = sheet.width(font, turn.who() + "  ");
      boolean fits = name + sheet.width(Sheet.TEXT, turn.drawn()) <= WORDS;
      if (line + (fits ? 0 : LINE) > last) {
        sheet.text(Sheet.TEXT, FAINT, "…", x, line, WORDS);
        return;
      }
      sheet.text(font, acted ? ACCENT : FAINT, turn.who(), x, line, WORDS);
      if (fits) {
        sheet.text(Sheet.TEXT, Sheet.INK, turn.drawn(), x + name, line, WORDS - name);
      } else {
        line += LINE;
        sheet.text(Sheet.TEXT, Sheet.INK, turn.drawn(), x, line, WORDS);
      }
      line += LINE + 3;
    }
  }
}
