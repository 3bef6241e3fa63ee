package io.bagoftricks.engine.internal.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * Comma-separated values as RFC 4180 has them, with the line ends of Unix, written and read in this
 * place alone.
 *
 * <p>A text that a spreadsheet would take for a formula, since it begins with {@code = + - @}, gets
 * an apostrophe in front, and so does one that has an apostrophe there. Reading takes it away
 * again, so that every text comes back as it was. A number is left as it is.
 */
public final class Csv {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setQuoteMode(QuoteMode.MINIMAL).get();
  private static final String MARK = "'";
  private static final Pattern MARKED = Pattern.compile("[=+\\-@'\\t\\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?Infinity");

  private Csv() {}

  /** A line of a table, its end included; cells are written as they print. */
  public static String line(Object... cells) {
    return line(Arrays.asList(cells));
  }

  /** A line of a table, its end included; cells are written as they print. */
  public static String line(List<?> cells) {
    StringBuilder line = new StringBuilder();
    try {
      FORMAT.printRecord(line, cells.stream().map(cell -> marked(cell.toString())).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  /**
   * The lines of a table.
   *
   * @throws IOException if it is none; the message says where
   */
  public static List<List<String>> read(String text) throws IOException {
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      return parser.stream().map(Csv::cells).toList();
    } catch (UncheckedIOException e) { // as the parser's stream throws it
      throw new IOException("It is not a table: " + e.getMessage() + ".", e);
    }
  }

  private static List<String> cells(CSVRecord line) {
    return Stream.of(line.values()).map(Csv::unmarked).toList();
  }

  private static String marked(String cell) {
    boolean text = MARKED.matcher(cell).matches() && !NUMBER.matcher(cell).matches();
    return text ? MARK + cell : cell;
  }

  private static String unmarked(String cell) {
    return cell.startsWith(MARK) ? cell.substring(MARK.length()) : cell;
  }
}
