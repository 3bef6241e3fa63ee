package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SealedJsonTest {
  private static byte[] sealed(String json) {
    return SealedJson.seal(json).getBytes(StandardCharsets.UTF_8);
  }

  /** CRC-32C of the nine digits is e3069283: RFC 3720, B.4, and every catalog of checksums. */
  @Test
  void endsInTheChecksumOfAllBytesBeforeIt() throws IOException {
    assertThat(SealedJson.seal("{\"a\" : 1\n}\n"))
        .matches("\\{\"a\" : 1,\"crc32c\":\"[0-9a-f]{8}\"}\n");
    assertThat(SealedJson.seal("123456789}")).isEqualTo("123456789,\"crc32c\":\"e3069283\"}\n");
    assertThat(SealedJson.open(sealed("{\"\u00e4\":{}}"))).isEqualTo("{\"\u00e4\":{}}\n");
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] whole = sealed("{\"updates\" : 40}");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> SealedJson.open(flipped)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void everyCutAndEveryAdditionIsFound() {
    byte[] whole = sealed("{\"updates\" : 40}");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SealedJson.open(cut))
          .hasMessage("it does not end in its checksum, as files of this version do");
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> SealedJson.open(longer))
        .hasMessage("it does not end in its checksum, as files of this version do");
  }
}
