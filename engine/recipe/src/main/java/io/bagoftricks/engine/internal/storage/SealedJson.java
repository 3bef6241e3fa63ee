package io.bagoftricks.engine.internal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * JSON under a checksum: the object's last key is {@code crc32c}, of every byte before it, in eight
 * hexadecimal digits. A file with any other byte is refused, be it still JSON or not.
 */
public final class SealedJson {
  private static final Pattern SEAL = Pattern.compile(",\"crc32c\":\"[0-9a-f]{8}\"}\n");
  private static final int SEAL_BYTES = seal(new byte[0]).length();

  private SealedJson() {}

  /**
   * Puts a checksum into an object.
   *
   * @param json an object with a key at least
   * @return with a line end
   */
  public static String seal(String json) {
    String open = json.substring(0, json.lastIndexOf('}')).stripTrailing();
    return open + seal(open.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The object without its checksum, if all bytes are those that were written.
   *
   * @throws IOException saying which they are not
   */
  public static String open(byte[] file) throws IOException {
    int end = file.length - SEAL_BYTES;
    String seal = end < 0 ? "" : new String(file, end, SEAL_BYTES, StandardCharsets.ISO_8859_1);
    if (!SEAL.matcher(seal).matches()) {
      throw new IOException("it does not end in its checksum, as files of this version do");
    }
    byte[] object = Arrays.copyOf(file, end);
    if (!seal.equals(seal(object))) {
      throw new IOException("its bytes are not those that were written");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(object)) + "}\n";
    } catch (CharacterCodingException e) {
      throw new IOException("it is not text in UTF-8", e);
    }
  }

  private static String seal(byte[] object) {
    CRC32C sum = new CRC32C();
    sum.update(object);
    return String.format(Locale.ROOT, ",\"crc32c\":\"%08x\"}\n", sum.getValue());
  }
}
