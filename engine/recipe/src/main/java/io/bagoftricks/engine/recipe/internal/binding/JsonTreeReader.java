package io.bagoftricks.engine.recipe.internal.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.bagoftricks.engine.internal.problem.Location;
import io.bagoftricks.engine.internal.problem.ProblemCollector;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.problem.Quotes;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonArray;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonBoolean;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonNull;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonNumber;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonObject;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.JsonText;
import io.bagoftricks.engine.recipe.internal.binding.JsonValue.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first pass: text to a tree that keeps the place of every key and value. Strict JSON in UTF-8,
 * at most 1 MiB and 64 levels.
 */
public final class JsonTreeReader {
  /** The longest recipe. */
  public static final int MAX_BYTES = 1 << 20;

  /** The deepest nesting. */
  public static final int MAX_DEPTH = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /** Says where a line and column are. */
  private interface Places {
    Location at(int line, int column);
  }

  private final ProblemCollector problems;

  public JsonTreeReader(ProblemCollector problems) {
    this.problems = problems;
  }

  /** Reads a file's bytes; empty where they are not JSON, which is then a problem. */
  public Optional<JsonValue> read(byte[] bytes, String source) {
    if (bytes.length > MAX_BYTES) {
      return tooLong(source);
    }
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(input);
      return read(text.toString(), source);
    } catch (CharacterCodingException e) {
      // The decoder stops in front of the bytes that it cannot read.
      int bad = input.position();
      int line = 1;
      for (int i = 0; i < bad; i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      syntaxError(source, line, "Byte " + bad + " is not UTF-8. Save the recipe as UTF-8.");
      return Optional.empty();
    }
  }

  /** Reads text; empty where it is not JSON, which is then a problem. */
  public Optional<JsonValue> read(String text, String source) {
    if (text.length() > MAX_BYTES) {
      return tooLong(source);
    }
    // Some editors begin UTF-8 files with a byte order mark.
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return Optional.of(parse(json, (line, column) -> new Location(source, line, column)));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      int line = at == null ? 1 : Math.max(1, at.getLineNr());
      String column = at == null ? "" : " at column " + at.getColumnNr();
      syntaxError(source, line, "Not JSON" + column + ": " + withHint(JsonWords.of(e)));
      return Optional.empty();
    }
  }

  private Optional<JsonValue> tooLong(String source) {
    syntaxError(source, 1, "The text is longer than 1 MiB. Is it a recipe?");
    return Optional.empty();
  }

  /** Reads the value of an override; what is not JSON is text. */
  public JsonValue readOverride(String text, Location where) {
    try {
      return parse(text, (line, column) -> where);
    } catch (JsonProcessingException e) {
      return new JsonText(where, text);
    }
  }

  private JsonValue parse(String text, Places places) throws JsonProcessingException {
    try (JsonParser parser = JSON.createParser(text)) {
      return document(parser, places);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory could not be read", e);
    }
  }

  private JsonValue document(JsonParser parser, Places places) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "There is nothing, but a recipe is a JSON object");
      }
      JsonValue value = value(parser, "", places);
      if (parser.nextToken() != null) {
        throw new JsonParseException(
            parser, "There is more text after the end", parser.currentTokenLocation());
      }
      return value;
    } catch (StreamConstraintsException e) {
      // It does not say where.
      throw new JsonParseException(parser, JsonWords.of(e), parser.currentLocation(), e);
    }
  }

  private JsonValue value(JsonParser parser, String path, Places places) throws IOException {
    Location where = where(parser, places);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, where, path, places);
      case START_ARRAY -> array(parser, where, path, places);
      case VALUE_STRING -> new JsonText(where, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(where, parser.getText());
      case VALUE_TRUE -> new JsonBoolean(where, true);
      case VALUE_FALSE -> new JsonBoolean(where, false);
      case VALUE_NULL -> new JsonNull(where);
      default -> throw new IllegalStateException("Not the start of a value: " + token);
    };
  }

  private JsonObject object(JsonParser parser, Location where, String path, Places places)
      throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Location keyWhere = where(parser, places);
      parser.nextToken();
      JsonValue value = value(parser, path.isEmpty() ? key : path + "." + key, places);
      Member first = members.putIfAbsent(key, new Member(keyWhere, value));
      if (first != null) {
        String line = keyWhere.isOverride() ? "" : ", first in line " + first.where().line();
        problems.error(
            "recipe/duplicate-key",
            keyWhere,
            "Key %s occurs twice in %s%s. Keep one of them."
                .formatted(
                    Quotes.name(key),
                    path.isEmpty() ? "one object" : Quotes.abbreviate(path),
                    line));
      }
    }
    return new JsonObject(where, members);
  }

  private JsonArray array(JsonParser parser, Location where, String path, Places places)
      throws IOException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, path + "[" + items.size() + "]", places));
    }
    return new JsonArray(where, items);
  }

  private static Location where(JsonParser parser, Places places) {
    JsonLocation at = parser.currentTokenLocation();
    return places.at(at.getLineNr(), at.getColumnNr());
  }

  private static String withHint(String words) {
    boolean closing =
        words.startsWith("Unexpected character (']')")
            || words.startsWith("Unexpected character ('}')");
    String hint = closing ? ". Is there a comma too many before it?" : ".";
    return OneLine.of(words) + hint;
  }

  private void syntaxError(String source, int line, String message) {
    problems.error("recipe/syntax", new Location(source, line, 1), message);
  }
}
