package io.bagoftricks.engine.images.pack;

import com.google.common.util.concurrent.Uninterruptibles;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Images that several threads prepare and one takes, in order. No thread begins another one while
 * those that are prepared and not taken have too many bytes.
 */
final class PackQueue implements AutoCloseable {
  private final Work work;
  private final int end;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, PackedImage> ready = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private int begun;
  private int taken;
  private long bytes;
  private int waiting;
  private boolean closed;
  private @Nullable Throwable failure;

  /** Prepares an image; many threads do. */
  interface Work {
    PackedImage image(int number) throws IOException;
  }

  /**
   * Begins.
   *
   * @param first the first image
   * @param end behind the last one
   * @param mostBytes of images that wait to be taken, at which no other is begun
   */
  PackQueue(Work work, int first, int end, int workers, long mostBytes) {
    this.work = work;
    this.begun = first;
    this.taken = first;
    this.end = end;
    this.mostBytes = mostBytes;
    for (int i = 0; i < Math.min(workers, end - first); i++) {
      Thread thread = new Thread(this::prepare, "pack-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * Waits for the next image.
   *
   * @throws IOException as the work throws it
   */
  PackedImage take() throws IOException {
    lock.lock();
    try {
      @Nullable PackedImage image = ready.remove(taken);
      while (image == null) {
        throwFailure();
        changed.awaitUninterruptibly();
        image = ready.remove(taken);
      }
      taken++;
      bytes -= image.bytes().length;
      changed.signalAll();
      return image;
    } finally {
      lock.unlock();
    }
  }

  /** How many threads wait for images to be taken. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private void throwFailure() throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private void prepare() {
    try {
      for (int number = begin(); number < end; number = begin()) {
        add(number, work.image(number));
      }
    } catch (Throwable e) { // whatever it is, it is thrown where images are taken
      fail(e);
    }
  }

  /** The number of the next image, when there is room for it; {@code end} where there is none. */
  private int begin() {
    lock.lock();
    try {
      while (!closed && begun < end && bytes >= mostBytes) {
        waiting++;
        changed.awaitUninterruptibly();
        waiting--;
      }
      return closed || begun == end ? end : begun++;
    } finally {
      lock.unlock();
    }
  }

  private void add(int number, PackedImage image) {
    lock.lock();
    try {
      ready.put(number, image);
      bytes += image.bytes().length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable e) {
    lock.lock();
    try {
      closed = true;
      failure = failure == null ? e : failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads when each has prepared what it has begun, and waits for them. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.forEach(Uninterruptibles::joinUninterruptibly);
  }
}
