package io.bagoftricks.engine.images;

import java.nio.ByteBuffer;

/** Goes through a JPEG from one marker to the next, decoding nothing. */
final class JpegMarkers {
  static final int BASELINE = 0xC0;
  static final int EXTENDED = 0xC1;
  static final int EXTENDED_ARITHMETIC = 0xC9;
  static final int END_OF_IMAGE = 0xD9;
  static final int START_OF_SCAN = 0xDA;
  static final int RESTART_INTERVAL = 0xDD;

  private static final int FIRST_RESTART = 0xD0;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int TEMPORARY = 0x01;
  private static final int PREFIX = 0xFF;

  private final ByteBuffer bytes;
  private int place;

  /**
   * Before the first of them.
   *
   * @param bytes of a file; their position stays
   */
  JpegMarkers(ByteBuffer bytes) {
    this.bytes = bytes;
    this.place = bytes.position();
  }

  /** Goes on to the next marker, over bytes of a scan; false at the end. */
  boolean next() {
    while (place < bytes.limit() - 1) {
      while (place <= bytes.limit() - Long.BYTES && !hasPrefix(bytes.getLong(place))) {
        place += Long.BYTES;
      }
      if (at(0) == PREFIX && at(1) != 0 && at(1) != PREFIX) { // neither of a scan nor filling
        return true;
      }
      place++;
    }
    return false;
  }

  /** Whether one of eight bytes has all bits: then one of the inverse is zero, and borrows. */
  private static boolean hasPrefix(long eight) {
    return (~eight - 0x0101010101010101L & eight & 0x8080808080808080L) != 0;
  }

  /** The marker here, without its prefix. */
  int marker() {
    return at(1);
  }

  /** Where the marker is: its prefix. */
  int place() {
    return place;
  }

  /** Whether decoding begins anew at the marker here, in the middle of a scan. */
  boolean isRestart() {
    return marker() >= FIRST_RESTART && marker() < START_OF_IMAGE;
  }

  /** Whether it starts a frame: says how large the picture is, and how it is encoded. */
  boolean isFrame() {
    int marker = marker();
    boolean isTable = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= BASELINE && marker <= 0xCF && !isTable;
  }

  /** Goes behind the marker and what belongs to it. */
  void skip() {
    boolean hasLength =
        marker() != TEMPORARY && !(marker() >= FIRST_RESTART && marker() <= START_OF_IMAGE);
    place = (int) Math.min(bytes.limit(), place + 2L + (hasLength ? Math.max(2, number(2)) : 0));
  }

  /** A byte behind the marker's prefix, from 0 to 255; 0 behind the end. */
  int at(int offset) {
    long index = (long) place + offset;
    return index < bytes.limit() ? Byte.toUnsignedInt(bytes.get((int) index)) : 0;
  }

  /** A number of two bytes behind the marker's prefix. */
  int number(int offset) {
    return at(offset) << Byte.SIZE | at(offset + 1);
  }
}
