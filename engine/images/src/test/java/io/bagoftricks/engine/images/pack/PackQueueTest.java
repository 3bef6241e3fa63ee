package io.bagoftricks.engine.images.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.images.internal.pack.PackForm;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images are taken in order, and only so many bytes of them wait. */
@Timeout(60)
final class PackQueueTest {
  private static final int LENGTH = 1000;

  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch atTheFirst = new CountDownLatch(1);

  @Test
  void whatWaitsIsBoundedInBytesAndTakenInOrder() throws IOException, InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    try (PackQueue queue = new PackQueue(number -> image(number, first), 2, 40, 2, 5 * LENGTH)) {
      atTheFirst.await();
      while (queue.waiting() == 0 && begun.get() < 38) {
        Thread.onSpinWait(); // the other thread is at the first image
      }
      int begunWithoutTheFirst = begun.get() - 1;
      first.countDown();
      assertThat(begunWithoutTheFirst).isEqualTo(5);
      for (int number = 2; number < 40; number++) {
        assertThat(queue.take().label()).isEqualTo(number);
      }
    }
    assertThat(begun).hasValue(38);
  }

  @Test
  void aFailureIsThrownWhereImagesAreTaken() throws IOException {
    try (PackQueue queue =
        new PackQueue(
            number -> {
              if (number == 3) {
                throw new IOException("no more");
              }
              return image(number, new CountDownLatch(0));
            },
            0,
            10,
            1,
            LENGTH)) {
      for (int number = 0; number < 3; number++) {
        assertThat(queue.take().label()).isEqualTo(number);
      }
      assertThatThrownBy(queue::take).isInstanceOf(IOException.class).hasMessage("no more");
    }
  }

  private PackedImage image(int number, CountDownLatch first) {
    begun.incrementAndGet();
    if (number == 2) {
      atTheFirst.countDown();
      try {
        first.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return new PackedImage(PackForm.FILE, new byte[LENGTH], 1, 1, 0, number, "", 0);
  }
}
