package io.bagoftricks.engine.images;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Rooms that are used again: as many as threads decode at once. One that has grown large is freed,
 * so that one large image does not stay for all of them.
 */
final class DecoderRooms {
  private static final long LARGE_BYTES = 16 << 20;

  private final ConcurrentLinkedQueue<DecoderRoom> free = new ConcurrentLinkedQueue<>();

  /** A room for one thread. */
  DecoderRoom take() {
    DecoderRoom room = free.poll();
    return room == null ? new DecoderRoom() : room;
  }

  /** Takes a room back. */
  void giveBack(DecoderRoom room) {
    if (room.bytes() > LARGE_BYTES) {
      room.free();
    } else {
      free.add(room);
    }
  }
}
