package io.bagoftricks.engine.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** How the reader of JSON words a mistake, in the same digits whatever language the user has. */
public final class JsonWords {
  private JsonWords() {}

  /** A sentence without a place. The reader writes its limits in the digits of the user. */
  public static String of(JsonProcessingException mistake) {
    String words = mistake.getOriginalMessage();
    return mistake instanceof StreamConstraintsException ? withPlainDigits(words) : words;
  }

  private static String withPlainDigits(String words) {
    return words
        .codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
