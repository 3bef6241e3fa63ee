package io.bagoftricks.engine.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Pattern;

/** How the reader of JSON words a mistake, in the same digits whatever language the user has. */
public final class JsonWords {
  // Jackson speaks to programmers: of its own switches, and of sources it was told not to show.
  private static final Pattern SWITCHES =
      Pattern.compile(
          " \\(not recognized as one [^)]*\\)|: enable [^ ]* to allow|, from `[^`]*`|"
              + " \\(code \\d+[^)]*\\)");
  private static final Pattern PLACE =
      Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)]");

  private JsonWords() {}

  /**
   * A sentence without a place, and without the reader's switches and classes. The reader writes
   * its limits in the digits of the user.
   */
  public static String of(JsonProcessingException mistake) {
    String words = mistake.getOriginalMessage();
    String plain = SWITCHES.matcher(words).replaceAll("");
    plain = PLACE.matcher(plain).replaceAll("line $1, column $2");
    plain = plain.replace("maybe a (non-standard) comment?", "JSON has no comments");
    return mistake instanceof StreamConstraintsException ? withPlainDigits(plain) : plain;
  }

  private static String withPlainDigits(String words) {
    return words
        .codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
