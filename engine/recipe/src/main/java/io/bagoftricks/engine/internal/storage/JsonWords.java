package io.bagoftricks.engine.internal.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the reader of JSON words a mistake, in the same digits whatever language the user has, and
 * without the names of Java's types.
 */
public final class JsonWords {
  // Jackson speaks to programmers: of its own switches, and of sources it was told not to show.
  private static final Pattern SWITCHES =
      Pattern.compile(
          " \\(not recognized as one [^)]*\\)|: enable [^ ]* to allow|, from `[^`]*`|"
              + " \\(code \\d+[^)]*\\)");
  private static final Pattern PLACE =
      Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)]");
  private static final Pattern MISSING =
      Pattern.compile("Missing (?:required )?creator property '([^']*)'.*", Pattern.DOTALL);

  private JsonWords() {}

  /**
   * A sentence without a place, and without the reader's switches and classes. The reader writes
   * its limits in the digits of the user.
   */
  public static String of(JsonProcessingException mistake) {
    String words = mistake.getOriginalMessage();
    if (mistake instanceof ValueInstantiationException
        && mistake.getCause() instanceof IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
    if (mistake instanceof MismatchedInputException misfit) {
      return misfit(misfit, words);
    }
    String plain = SWITCHES.matcher(words).replaceAll("");
    plain = PLACE.matcher(plain).replaceAll("line $1, column $2");
    plain = plain.replace("maybe a (non-standard) comment?", "JSON has no comments");
    return mistake instanceof StreamConstraintsException ? withPlainDigits(plain) : plain;
  }

  /** It is JSON, and not as it is due. */
  private static String misfit(MismatchedInputException mistake, String words) {
    Matcher missing = MISSING.matcher(words);
    if (missing.matches()) {
      return "The key '%s' is missing".formatted(missing.group(1));
    }
    String place = place(mistake);
    if (mistake instanceof UnrecognizedPropertyException) {
      return "The key %s is not known".formatted(place);
    }
    return place.isEmpty()
        ? "The whole is not of the form that is due here"
        : "The value of %s is not of the type that is due there".formatted(place);
  }

  /** The keys on the way to a value, in quotes; empty for the whole. */
  private static String place(JsonMappingException mistake) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : mistake.getPath()) {
      String key = step.getFieldName();
      if (key == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(key);
      }
    }
    return place.isEmpty() ? "" : "'%s'".formatted(place);
  }

  private static String withPlainDigits(String words) {
    return words
        .codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
