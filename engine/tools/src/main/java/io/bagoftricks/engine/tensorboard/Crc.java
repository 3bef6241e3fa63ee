package io.bagoftricks.engine.tensorboard;

import java.util.zip.CRC32C;

/** The checksum of a record: CRC-32C, turned and shifted as the TFRecord format wants it. */
final class Crc {
  private static final int TURN = 15;
  private static final int SHIFT = 0xa282ead8;

  private Crc() {}

  /** The masked checksum of some bytes. */
  static int masked(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), TURN) + SHIFT;
  }
}
