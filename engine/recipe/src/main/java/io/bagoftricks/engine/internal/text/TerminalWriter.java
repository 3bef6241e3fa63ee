package io.bagoftricks.engine.internal.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * The last gate before a terminal: lets lines and tabs through, and writes every other control
 * character and every character that turns the direction of writing as JSON does. Text from outside
 * is on one line before ({@link OneLine}); whatever was forgotten can still steer nothing.
 */
public final class TerminalWriter extends FilterWriter {
  /** A gate in front of a writer. */
  public TerminalWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    write(new char[] {(char) c}, 0, 1);
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    write(text.toCharArray(), from, length);
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    int written = from;
    for (int i = from; i < from + length; i++) {
      if (!passes(text[i])) {
        out.write(text, written, i - written);
        out.write(OneLine.escaped(text[i]));
        written = i + 1;
      }
    }
    out.write(text, written, from + length - written);
  }

  /** A pair of surrogates may come in two parts: they pass, and steer nothing. */
  private static boolean passes(char c) {
    return c == '\n' || c == '\t' || Character.isSurrogate(c) || OneLine.isShown(c);
  }
}
