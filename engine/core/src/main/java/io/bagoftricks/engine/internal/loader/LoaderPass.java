package io.bagoftricks.engine.internal.loader;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a data set: batches in order, for one consumer, prepared ahead by loader threads.
 *
 * <p>The threads share every batch, a few images at a time, and stay at most two batches ahead of
 * the consumer, one where batches are large. With the one that the consumer holds, {@link #buffers}
 * batches are in memory, whatever the number of threads. The first image that fails ends the pass;
 * batches before it are still delivered.
 */
public final class LoaderPass implements Iterator<LoaderBatch>, AutoCloseable {
  private static final long LARGE_BATCH_BYTES = 256L << 20;
  private static final int CHUNK = 8;

  private final SamplePipeline pipeline;
  private final LoaderSpec spec;
  private final int images;
  private final int batches;
  private final int ahead;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition progress = lock.newCondition();
  // The rest is guarded by the lock; closed is also read without it, to stop early.
  private final @Nullable LoaderBatch[] buffers;
  private final int[] missing;
  private int claimed;
  private int busy;
  private int delivered;
  private @Nullable Failure failure;
  // Made beforehand: when memory is short, a thread that dies must not need any to say so.
  private final Failure lost =
      new Failure(
          Integer.MAX_VALUE,
          new LoaderException(
              "A loader thread died. If memory ran out, start with a larger Java heap"
                  + " (TRICKS_JAVA_OPTS=-Xmx8g) or lower training.batchSize."));
  private volatile boolean closed;

  /** Images from one position to another, all of one batch. */
  private record Chunk(LoaderBatch batch, int from, int to) {}

  private record Failure(int position, LoaderException cause) {}

  LoaderPass(SamplePipeline pipeline, LoaderSpec spec, int images, int done) {
    this.pipeline = pipeline;
    this.spec = spec;
    this.batches = spec.batches(images);
    long largest = Math.min(images, spec.batchSize());
    if (largest * pipeline.imageLength() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A batch of %d images of %d values each does not fit into one array; make batches"
                  + " smaller",
              largest,
              pipeline.imageLength()));
    }
    int inMemory = buffers(largest * pipeline.imageLength());
    this.ahead = inMemory - 1;
    this.buffers = new LoaderBatch[inMemory];
    this.missing = new int[inMemory];
    this.images = (int) Math.min(images, (long) batches * spec.batchSize());
    this.delivered = done;
    this.claimed = (int) Math.min(this.images, firstOf(done));
    for (int i = 1; i <= spec.threads(); i++) {
      Thread thread = new Thread(this::work, "loader-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** How many batches of so many values a long pass holds in memory: 3, or 2 above 256 MiB each. */
  public static int buffers(long batchValues) {
    return batchValues * Float.BYTES > LARGE_BATCH_BYTES ? 2 : 3;
  }

  @Override
  public boolean hasNext() {
    return delivered < batches;
  }

  /**
   * Waits for the next batch. The batch before becomes invalid: its arrays are filled again. An
   * interrupt does not end the waiting; whoever goes through the pass sees it afterwards.
   *
   * @throws LoaderException if one of its images could not be prepared
   * @throws IllegalStateException if the pass is closed
   */
  @Override
  public LoaderBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The pass has " + batches + " batches");
    }
    lock.lock();
    try {
      while (!closed && !isReady(delivered) && !(failure != null && busy == 0)) {
        progress.awaitUninterruptibly();
      }
      if (closed) {
        throw new IllegalStateException("The pass is closed");
      }
      if (failure != null && !isReady(delivered)) {
        throw failure.cause();
      }
      LoaderBatch batch = buffer(delivered);
      delivered++;
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads, wherever they are, and waits until they have, interrupted or not. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    threads.forEach(Uninterruptibles::joinUninterruptibly);
  }

  private void work() {
    try (WorkerBuffers buffers = new WorkerBuffers(spec.threads())) {
      for (Chunk chunk = claim(); chunk != null; chunk = claim()) {
        Failure failed;
        try {
          failed = prepare(chunk, buffers);
        } catch (Throwable e) { // whatever it is, the consumer must not wait for this chunk
          failed = lostBy(e);
        }
        release(chunk, failed);
      }
    } catch (Throwable e) { // no memory for a batch
      fail(lostBy(e));
    }
  }

  private Failure lostBy(Throwable cause) {
    lock.lock();
    try {
      if (lost.cause.getCause() == null) {
        lost.cause.initCause(cause);
      }
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Failure prepare(Chunk chunk, WorkerBuffers buffers) {
    int position = chunk.from;
    try {
      while (position < chunk.to && !closed) {
        pipeline.prepare(position, chunk.batch, buffers);
        position++;
      }
      return null;
    } catch (LoaderException e) {
      return new Failure(position, e);
    }
  }

  private @Nullable Chunk claim() {
    lock.lock();
    try {
      while (!finished() && claimed / spec.batchSize() >= delivered + ahead) {
        room.awaitUninterruptibly();
      }
      if (finished()) {
        return null;
      }
      int batch = claimed / spec.batchSize();
      int from = claimed;
      int end = (int) Math.min(images, firstOf(batch + 1));
      if (from == firstOf(batch)) {
        prepareBuffer(batch, end - from);
      }
      Chunk chunk = new Chunk(buffer(batch), from, Math.min(from + CHUNK, end));
      claimed = chunk.to; // from here on nothing may fail, or no one releases the chunk
      busy++;
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  private void release(Chunk chunk, @Nullable Failure failed) {
    lock.lock();
    try {
      busy--;
      if (failed == null) {
        missing[(int) (chunk.batch.firstPosition() / spec.batchSize() % buffers.length)] -=
            chunk.to - chunk.from;
        progress.signalAll();
      } else {
        fail(failed);
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(Failure failed) {
    lock.lock();
    try {
      if (failure == null || failed.position < failure.position) {
        failure = failed;
      }
      room.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isReady(int batch) {
    LoaderBatch buffer = buffers[batch % buffers.length];
    return buffer != null
        && buffer.firstPosition() == firstOf(batch)
        && missing[batch % buffers.length] == 0;
  }

  private boolean finished() {
    return closed || failure != null || claimed == images;
  }

  private long firstOf(int batch) {
    return (long) batch * spec.batchSize();
  }

  private LoaderBatch buffer(int batch) {
    LoaderBatch buffer = buffers[batch % buffers.length];
    if (buffer == null) {
      throw new IllegalStateException("Batch " + batch + " has no buffer");
    }
    return buffer;
  }

  private void prepareBuffer(int batch, int size) {
    int slot = batch % buffers.length;
    LoaderBatch old = buffers[slot];
    boolean fits = old != null && old.size() == size;
    buffers[slot] =
        new LoaderBatch(
            fits ? old.inputs() : new float[size * pipeline.imageLength()],
            fits ? old.labels() : new int[size],
            fits ? old.indices() : new int[size],
            firstOf(batch),
            size);
    missing[slot] = size;
  }
}
