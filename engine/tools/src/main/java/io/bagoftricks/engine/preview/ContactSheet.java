package io.bagoftricks.engine.preview;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws pictures before and after, with words beside them, in two columns.
 *
 * @param title the first line
 * @param subtitle the second
 * @param cards one a picture
 */
public record ContactSheet(String title, String subtitle, List<Card> cards) {
  private static final int SIDE = 176;
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
  private static final Color INK = new Color(0x1d, 0x23, 0x2b);
  private static final Color FAINT = new Color(0x7a, 0x84, 0x91);
  private static final Color ACCENT = new Color(0x1f, 0x6f, 0xb8);
  private static final Color MAT = new Color(0xe6, 0xe8, 0xec);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 22);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  /** Copies the list. */
  public ContactSheet {
    cards = List.copyOf(cards);
  }

  /**
   * A picture.
   *
   * @param name above the words
   * @param before on the left
   * @param after on the right
   * @param turns what happened, from top to bottom
   */
  public record Card(String name, BufferedImage before, BufferedImage after, List<Turn> turns) {
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
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    try {
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setColor(PAGE);
      pen.fillRect(0, 0, width, height);
      text(pen, TITLE, INK, title, MARGIN, 44, width - 2 * MARGIN);
      text(pen, TEXT, FAINT, subtitle, MARGIN, 66, width - 2 * MARGIN);
      for (int i = 0; i < cards.size(); i++) {
        int left = MARGIN + i % columns * (CARD_WIDTH + BETWEEN);
        int top = HEADER + i / columns * (CARD_HEIGHT + BETWEEN);
        draw(pen, cards.get(i), left, top);
      }
    } finally {
      pen.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", out);
    return out.toByteArray();
  }

  private static void draw(Graphics2D pen, Card card, int left, int top) {
    pen.setColor(Color.WHITE);
    pen.fillRoundRect(left, top, CARD_WIDTH, CARD_HEIGHT, 12, 12);
    pen.setColor(FRAME);
    pen.drawRoundRect(left, top, CARD_WIDTH, CARD_HEIGHT, 12, 12);
    int x = left + PADDING;
    int y = top + PADDING;
    picture(pen, card.before(), x, y);
    picture(pen, card.after(), x + SIDE + GAP, y);
    caption(pen, "before", card.before(), x, y);
    caption(pen, "after", card.after(), x + SIDE + GAP, y);
    words(pen, card, x + 2 * (SIDE + GAP), y);
  }

  private static void caption(Graphics2D pen, String word, BufferedImage image, int x, int y) {
    String text =
        String.format(Locale.ROOT, "%s  %dx%d", word, image.getHeight(), image.getWidth());
    text(pen, TEXT, FAINT, text, x, y + SIDE + 18, SIDE);
  }

  /** As large as fits, in the middle of its place; small pictures keep their pixels visible. */
  private static void picture(Graphics2D pen, BufferedImage image, int x, int y) {
    double scale = Math.min((double) SIDE / image.getWidth(), (double) SIDE / image.getHeight());
    double used = scale > 1 ? Math.max(1, Math.floor(scale)) : scale;
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

  private static void words(Graphics2D pen, Card card, int x, int y) {
    text(pen, BOLD, INK, card.name(), x, y + 12, WORDS);
    int line = y + 12 + LINE + 6;
    int last = y + CARD_HEIGHT - 2 * PADDING;
    for (Turn turn : card.turns()) {
      boolean acted = !turn.drawn().isEmpty();
      Font font = acted ? BOLD : TEXT;
      int name = pen.getFontMetrics(font).stringWidth(turn.who() + "  ");
      boolean fits = name + pen.getFontMetrics(TEXT).stringWidth(turn.drawn()) <= WORDS;
      if (line + (fits ? 0 : LINE) > last) {
        text(pen, TEXT, FAINT, "…", x, line, WORDS);
        return;
      }
      text(pen, font, acted ? ACCENT : FAINT, turn.who(), x, line, WORDS);
      if (fits) {
        text(pen, TEXT, INK, turn.drawn(), x + name, line, WORDS - name);
      } else {
        line += LINE;
        text(pen, TEXT, INK, turn.drawn(), x, line, WORDS);
      }
      line += LINE + 3;
    }
  }

  /** One line, cut off with an ellipsis where it would be too long. */
  private static void text(
      Graphics2D pen, Font font, Color color, String text, int x, int y, int width) {
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
}
