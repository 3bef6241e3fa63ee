package io.bagoftricks.engine.images.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.apache.commons.io.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * The label in a file of a WebDataset: the text of {@code .cls}, or a value of {@code .json}, the
 * first that is there of {@code label}, {@code cls} and {@code class}.
 */
final class WebLabel {
  private static final List<String> KEYS = List.of("label", "cls", "class");
  private static final long MOST_BYTES = 1 << 20;

  private WebLabel() {}

  /**
   * Reads a label.
   *
   * @throws IOException if there is none; the message names the file
   */
  static String of(TarredFile file) throws IOException {
    return WebExample.isJson(file.name()) ? ofJson(file) : ofText(file);
  }

  private static String ofText(TarredFile cls) throws IOException {
    String label = text(cls).strip();
    if (label.isEmpty()) {
      throw new IOException("%s: there is no label in it.".formatted(cls));
    }
    return label;
  }

  private static String ofJson(TarredFile json) throws IOException {
    JsonNode tree;
    try {
      tree = StrictJson.tree(text(json));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: it is not JSON: %s".formatted(json, OneLine.of(JsonWords.of(e))), e);
    }
    for (String key : KEYS) {
      @Nullable JsonNode value = tree.get(key);
      if (value != null
          && (value.isIntegralNumber() || value.isTextual())
          && !value.asText().isBlank()) {
        return value.asText().strip();
      }
    }
    throw new IOException(
        "%s: there is no label in it, but a number or a name must stand at one of %s."
            .formatted(json, String.join(", ", KEYS)));
  }

  private static String text(TarredFile file) throws IOException {
    if (file.size() > MOST_BYTES) {
      throw new IOException(
          "%s has %s bytes, but a label may have at most %s."
              .formatted(file, file.size(), MOST_BYTES));
    }
    String text;
    try (Reader reader = Utf8.reader(Channels.newInputStream(file.open()))) {
      text = IOUtils.toString(reader);
    } catch (CharacterCodingException e) {
      throw Utf8.fault(file.toString(), e);
    }
    if (text.indexOf(0) >= 0) {
      throw Utf8.fault(file.toString(), null); // UTF-16 without its mark
    }
    return text;
  }
}
