package io.bagoftricks.bench.photographs;

import com.sun.management.ThreadMXBean;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import java.io.IOException;
import java.util.Optional;

/** Notes what the loader's one thread has allocated from the middle of a pass to its end. */
final class AllocationWatch implements Dataset {
  private final ThreadMXBean threads;
  private final Dataset images;
  private long begin;
  private long end;
  private int asked;

  AllocationWatch(ThreadMXBean threads, Dataset images) {
    this.threads = threads;
    this.images = images;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public Image read(int index) throws IOException {
    note();
    return images.read(index);
  }

  @Override
  public Optional<Picture> picture(int index) throws IOException {
    note();
    return images.picture(index);
  }

  private void note() {
    end = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    if (asked == size() / 2) {
      begin = end;
    }
    asked++;
  }

  /** Of the second half of the images. */
  double bytesPerImage() {
    return (double) (end - begin) / (asked - 1 - size() / 2);
  }
}
