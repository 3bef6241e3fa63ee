package io.bagoftricks.engine.internal.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Checksums of arrays, against the JDK's of the same bytes. */
final class ChecksumTest {
  @Test
  void isThatOfTheBytes() {
    float[] values = {1, -2.5f, 0, Float.NaN, 7};
    assertThat(Checksum.of(Nd4j.createFromArray(values))).isEqualTo(expected(values));
  }

  @Test
  void ofAPartIsThatOfItsBytesAlone() {
    INDArray whole = Nd4j.createFromArray(1f, 2, 3, 4, 5, 6);
    INDArray part = whole.get(NDArrayIndex.interval(2, 5));
    assertThat(Checksum.of(part)).isEqualTo(expected(3, 4, 5));
  }

  @Test
  void countsTheBytesOfEachType() {
    INDArray wide = Nd4j.createFromArray(1.5, -2.0).castTo(DataType.DOUBLE);
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    bytes.putDouble(1.5).putDouble(-2.0).flip();
    CRC32 sum = new CRC32();
    sum.update(bytes);
    assertThat(Checksum.of(wide)).isEqualTo(sum.getValue());
  }

  private static long expected(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
    for (float value : values) {
      bytes.putFloat(value);
    }
    CRC32 sum = new CRC32();
    sum.update(bytes.flip());
    return sum.getValue();
  }
}
