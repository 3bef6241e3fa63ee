package io.bagoftricks.engine.internal.tensorfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.engine.internal.storage.JsonWords;
import io.bagoftricks.engine.internal.storage.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The header of a safetensors file, by the rules of the format: an object that begins the header,
 * spaces and nothing else behind it, no key twice, texts alone under {@code __metadata__}, and
 * arrays that cover the bytes behind the header one after another, without a hole or an overlap,
 * each with the bytes of its shape and type.
 */
final class TensorHeader {
  private static final String METADATA = "__metadata__";
  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");
  private static final int MOST_DIMENSIONS = 32;

  private TensorHeader() {}

  /**
   * The entry of an array in the header.
   *
   * @param shape its extents, none for a single value
   * @param from its first byte behind the header
   * @param to behind its last byte
   */
  record Entry(TensorType type, List<Long> shape, long from, long to) {
    long values() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /**
   * The arrays by name, sorted.
   *
   * @param dataBytes behind the header
   * @throws IOException naming the rule that the header breaks
   */
  static Map<String, Entry> entries(byte[] header, long dataBytes) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : object(header).properties()) {
      if (each.getKey().equals(METADATA)) {
        checkMetadata(each.getValue());
      } else {
        entries.put(each.getKey(), entry(each.getKey(), each.getValue()));
      }
    }
    checkCover(entries, dataBytes);
    return entries;
  }

  private static JsonNode object(byte[] header) throws IOException {
    int end = header.length;
    while (end > 0 && header[end - 1] == ' ') {
      end--;
    }
    if (end < 2 || header[0] != '{' || header[end - 1] != '}') {
      throw new IOException("its header is not a JSON object with nothing but spaces behind it");
    }
    try {
      return StrictJson.tree(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header, 0, end)).toString());
    } catch (CharacterCodingException e) {
      throw new IOException("its header is not text in UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new IOException("its header is not JSON: " + JsonWords.of(e), e);
    }
  }

  private static void checkMetadata(JsonNode metadata) throws IOException {
    if (!metadata.isObject()
        || !metadata.properties().stream().allMatch(each -> each.getValue().isTextual())) {
      throw new IOException(METADATA + " in its header must hold texts alone");
    }
  }

  private static Entry entry(String name, JsonNode json) throws IOException {
    try {
      checkKeys(json);
      List<Long> shape = new ArrayList<>();
      for (JsonNode extent : array(json, "shape")) {
        shape.add(whole(extent));
      }
      if (shape.size() > MOST_DIMENSIONS) {
        throw new IllegalArgumentException(
            "its shape has "
                + shape.size()
                + " extents, and at most "
                + MOST_DIMENSIONS
                + " are read");
      }
      JsonNode offsets = array(json, "data_offsets");
      if (offsets.size() != 2) {
        throw new IllegalArgumentException(
            "data_offsets must be where it begins and where it ends");
      }
      Entry entry =
          new Entry(
              TensorType.named(json.get("dtype")),
              List.copyOf(shape),
              whole(offsets.get(0)),
              whole(offsets.get(1)));
      if (entry.to() - entry.from()
          != Math.multiplyExact(entry.values(), (long) entry.type().bytes())) {
        throw new IllegalArgumentException("its bytes are not those of its shape");
      }
      if (entry.values() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("it has more than 2^31 - 1 values");
      }
      return entry;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("array '" + name + "' is not readable: " + e.getMessage(), e);
    }
  }

  private static void checkKeys(JsonNode json) {
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    if (!json.isObject() || !keys.equals(KEYS)) {
      throw new IllegalArgumentException(
          "it has the keys " + keys + " instead of " + new TreeSet<>(KEYS));
    }
  }

  private static JsonNode array(JsonNode json, String key) {
    JsonNode array = json.get(key);
    if (!array.isArray()) {
      throw new IllegalArgumentException(key + " must be a list");
    }
    return array;
  }

  private static void checkCover(Map<String, Entry> entries, long dataBytes) throws IOException {
    List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
    inOrder.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> each) -> each.getValue().from())
            .thenComparingLong(each -> each.getValue().to()));
    long covered = 0;
    for (Map.Entry<String, Entry> each : inOrder) {
      Entry entry = each.getValue();
      if (entry.to() > dataBytes) {
        throw new IOException(
            "array '"
                + each.getKey()
                + "' is not readable: it should end at byte "
                + entry.to()
                + " of "
                + dataBytes);
      }
      if (entry.from() != covered) {
        throw new IOException(
            "array '"
                + each.getKey()
                + "' begins at byte "
                + entry.from()
                + ", where the one before it ends at "
                + covered);
      }
      covered = entry.to();
    }
    if (covered != dataBytes) {
      throw new IOException((dataBytes - covered) + " bytes behind its arrays belong to none");
    }
  }

  private static long whole(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw new IllegalArgumentException(number + " is not an extent");
    }
    return number.longValue();
  }
}
