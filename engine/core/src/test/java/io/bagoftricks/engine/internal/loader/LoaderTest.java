package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LoaderTest {
  private static final Moment START = new Moment(0, 0, 1000);
  private static final Draws RUN = Draws.of(42);

  /** Gray images of 2x2 pixels, each of the value of its index; the label is the index. */
  private static class Numbers implements Dataset {
    final int size;
    final AtomicInteger reads = new AtomicInteger();

    Numbers(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int label(int index) {
      return index;
    }

    @Override
    public Image read(int index) throws IOException {
      reads.incrementAndGet();
      float[] plane = new float[4];
      Arrays.fill(plane, index);
      return new Image(Size.of(2), new float[][] {plane});
    }
  }

  private static Normalization asIs(int channels) {
    return new Normalization(
        IntStream.range(0, channels).mapToObj(c -> 0.0).toList(),
        IntStream.range(0, channels).mapToObj(c -> 1.0).toList());
  }

  private static LoaderSpec evaluation(int batchSize, int threads) {
    return LoaderSpec.evaluation(batchSize, threads, asIs(1), List.of());
  }

  private static LoaderSpec training(int batchSize, int threads, Consumer<Sample> action) {
    return new LoaderSpec(batchSize, true, false, 1, threads, asIs(1), List.of(step(action)));
  }

  private static LoaderSpec repeated(int repeats, Consumer<Sample> action) {
    return new LoaderSpec(4, true, false, repeats, 2, asIs(1), List.of(step(action)));
  }

  private static SampleStep step(Consumer<Sample> action) {
    return step(EnumSet.of(Slot.GEOMETRY, Slot.COLOR), action);
  }

  private static SampleStep step(Set<Slot> writes, Consumer<Sample> action) {
    return new SampleStep("noise", RUN.stream("noise").stream("onSample"), writes, action);
  }

  private static LoaderPass pass(Dataset dataset, LoaderSpec spec) {
    return new Loader(dataset, spec, RUN).pass(START, Size.of(2));
  }

  private static List<Integer> labels(LoaderPass pass) {
    List<Integer> labels = new ArrayList<>();
    pass.forEachRemaining(b -> Arrays.stream(b.labels()).forEach(labels::add));
    return labels;
  }

  private static List<String> loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("loader-"))
        .sorted()
        .toList();
  }

  @AfterEach
  void leavesNoThread() {
    assertThat(loaderThreads()).isEmpty();
  }

  @Test
  void evaluatesInTheOrderOfTheDataWithASmallerLastBatch() {
    try (LoaderPass pass = pass(new Numbers(5), evaluation(2, 2))) {
      LoaderBatch first = pass.next();
      assertThat(first.labels()).containsExactly(0, 1);
      assertThat(first.inputs()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
      assertThat(first.firstPosition()).isZero();
      pass.next();
      LoaderBatch last = pass.next();
      assertThat(last.size()).isEqualTo(1);
      assertThat(last.firstPosition()).isEqualTo(4);
      assertThat(last.labels()).containsExactly(4);
      assertThat(last.inputs()).containsExactly(4, 4, 4, 4);
      assertThat(pass.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pass::next);
    }
  }

  @Test
  void normalizesEachChannelInSinglePrecision() {
    Normalization normalization = new Normalization(List.of(0.5, 1.0), List.of(2.0, 3.0));
    LoaderSpec spec = LoaderSpec.evaluation(2, 1, normalization, List.of());

    try (LoaderPass pass = pass(new Numbers(2), spec)) {
      assertThat(pass.next().inputs())
          .startsWith(-0.25f, -0.25f, -0.25f, -0.25f, -1 / 3f, -1 / 3f, -1 / 3f, -1 / 3f)
          .endsWith(0.25f, 0.25f, 0.25f, 0.25f, 0, 0, 0, 0);
    }
  }

  @Test
  void shufflesEachEpochAnewAndRepeatably() {
    Loader loader = new Loader(new Numbers(100), training(32, 2, sample -> {}), RUN);
    List<List<Integer>> orders = new ArrayList<>();
    for (int epoch : new int[] {0, 1, 1}) {
      try (LoaderPass pass = loader.pass(new Moment(epoch, 0, 10), Size.of(2))) {
        orders.add(labels(pass));
      }
    }

    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    assertThat(orders.get(0)).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
    assertThat(orders.get(1)).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(orders.get(0));
    assertThat(orders.get(2)).isEqualTo(orders.get(1));
  }

  @Test
  void ordersAnEpochByTheRunsDraws() {
    try (LoaderPass pass = pass(new Numbers(50), training(7, 2, sample -> {}))) {
      int[] expected = Draws.of(42).stream("shuffle").stream(0).permutation(50);
      assertThat(labels(pass)).containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void givesTheSameWithAnyNumberOfThreads(int threads) {
    assertThat(noisyEpoch(threads, 16)).isEqualTo(noisyEpoch(1, 16));
  }

  @Test
  void drawsDoNotDependOnTheBatchSize() {
    assertThat(noisyEpoch(2, 5)).isEqualTo(noisyEpoch(2, 16));
  }

  private static List<Float> noisyEpoch(int threads, int batchSize) {
    Consumer<Sample> noise =
        sample -> {
          float[] plane = sample.pixels().plane(0);
          for (int i = 0; i < plane.length; i++) {
            plane[i] += (float) sample.draws().uniform();
          }
          if (sample.draws().chance(0.5)) {
            sample.flipHorizontally();
          }
        };
    List<Float> values = new ArrayList<>();
    try (LoaderPass pass = pass(new Numbers(200), training(batchSize, threads, noise))) {
      while (pass.hasNext()) {
        for (float value : pass.next().inputs()) {
          values.add(value);
        }
      }
    }
    return values;
  }

  @Test
  void keysDrawsByTrickEpochAndImage() {
    List<Double> drawn = new ArrayList<>(List.of(0.0, 0.0, 0.0));
    LoaderSpec spec =
        training(3, 1, sample -> drawn.set((int) sample.index(), sample.draws().uniform()));

    try (LoaderPass pass =
        new Loader(new Numbers(3), spec, RUN).pass(new Moment(4, 0, 9), Size.of(2))) {
      pass.next();
    }

    Draws trick = Draws.of(42).stream("noise").stream("onSample");
    assertThat(drawn)
        .containsExactly(
            trick.stream(4).stream(0).uniform(),
            trick.stream(4).stream(1).uniform(),
            trick.stream(4).stream(2).uniform());
  }

  @Test
  void runsStepsInOrderEachWithItsOwnDraws() {
    List<Double> drawn = new ArrayList<>();
    SampleStep first = step(sample -> drawn.add(sample.draws().uniform()));
    SampleStep second =
        new SampleStep(
            "other", RUN.stream("other"), Set.of(), sample -> drawn.add(sample.draws().uniform()));

    try (LoaderPass pass =
        pass(new Numbers(1), LoaderSpec.evaluation(1, 1, asIs(1), List.of(first, second)))) {
      pass.next();
    }

    assertThat(drawn)
        .containsExactly(
            first.draws().stream(0).stream(0).uniform(),
            RUN.stream("other").stream(0).stream(0).uniform());
  }

  @Test
  void countsUpdatesWhileTrainingOnly() {
    Moment start = new Moment(3, 30, 100);
    List<Moment> moments = new ArrayList<>();
    LoaderSpec training = training(2, 1, sample -> moments.add(sample.moment()));
    LoaderSpec evaluation = LoaderSpec.evaluation(2, 1, asIs(1), training.steps());

    for (LoaderSpec spec : List.of(training, evaluation)) {
      try (LoaderPass pass = new Loader(new Numbers(3), spec, RUN).pass(start, Size.of(2))) {
        pass.forEachRemaining(batch -> {});
      }
    }

    assertThat(moments).containsExactly(start, start, new Moment(3, 31, 100), start, start, start);
  }

  @Test
  void leavesTheLastSmallerBatchOut() {
    LoaderSpec spec = new LoaderSpec(2, true, true, 1, 2, asIs(1), List.of());
    Loader loader = new Loader(new Numbers(5), spec, RUN);

    assertThat(loader.batches()).isEqualTo(2);
    try (LoaderPass pass = loader.pass(START, Size.of(2))) {
      assertThat(labels(pass)).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void widensGrayImagesToIndependentChannels() {
    LoaderSpec spec =
        LoaderSpec.evaluation(
            1, 1, asIs(3), List.of(step(sample -> sample.pixels().plane(1)[0] = 9)));

    try (LoaderPass pass = pass(new Numbers(1), spec)) {
      assertThat(pass.next().inputs()).containsExactly(0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  /** As docs/use-from-java.md says: the type itself is not public. */
  @Test
  void aFailureIsOneOfTraining() {
    assertThat(new LoaderException("no")).isInstanceOf(TrainingException.class);
  }

  @Test
  void refusesColorForAGrayNetwork() {
    Dataset color =
        new Numbers(1) {
          @Override
          public Image read(int index) {
            return new Image(Size.of(2), new float[3][4]);
          }
        };

    try (LoaderPass pass = pass(color, evaluation(1, 1))) {
      assertThatExceptionOfType(LoaderException.class)
          .isThrownBy(pass::next)
          .withMessageContaining("has 3 channels, but the network receives 1");
    }
  }

  @Test
  void resizesToTheTarget() {
    Loader loader = new Loader(new Numbers(2), evaluation(2, 1), RUN);

    try (LoaderPass pass = loader.pass(START, new Size(1, 3))) {
      assertThat(pass.next().inputs()).containsExactly(0, 0, 0, 1, 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void deliversTheBatchesBeforeAFailureAndThenTheImageAndItsCause(int threads) {
    IOException cause = new IOException("bad JPEG");
    Dataset broken =
        new Numbers(40) {
          @Override
          public Image read(int index) throws IOException {
            if (index >= 17) {
              throw cause;
            }
            return super.read(index);
          }
        };

    try (LoaderPass pass = pass(broken, evaluation(5, threads))) {
      for (int batch = 0; batch < 3; batch++) {
        assertThat(pass.next().firstPosition()).isEqualTo(5L * batch);
      }
      assertThatExceptionOfType(LoaderException.class)
          .isThrownBy(pass::next)
          .withMessage("The data set failed on image 17 in epoch 1: bad JPEG")
          .withCause(cause);
    }
  }

  @Test
  void namesTheTrickThatFailed() {
    LoaderSpec spec =
        training(
            4,
            2,
            sample -> {
              throw new AssertionError("no");
            });

    try (LoaderPass pass = pass(new Numbers(1), spec)) {
      assertThatExceptionOfType(LoaderException.class)
          .isThrownBy(pass::next)
          .withMessageStartingWith("Trick 'noise' failed on image 0 in epoch 1")
          .withCauseInstanceOf(AssertionError.class);
    }
  }

  @Test
  void refusesGeometryThatATrickDoesNotDeclare() {
    String message =
        "Trick 'noise' failed on image 0 in epoch 1: java.lang.IllegalStateException: It edited"
            + " [GEOMETRY], which its @Uses does not declare. Declare the slot: the order of"
            + " tricks is computed from it.";
    Consumer<Sample> crop = sample -> sample.crop(new Box(0, 0, 2, 2), Size.of(2), Filter.NEAREST);
    for (Consumer<Sample> edit : List.of(Sample::flipHorizontally, crop)) {
      assertThat(refusal(step(Set.of(Slot.COLOR, Slot.OCCLUSION), edit))).hasMessage(message);
      try (LoaderPass pass = evaluate(step(Set.of(Slot.GEOMETRY), edit))) {
        assertThat(pass.next().inputs()).hasSize(4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COLOR", "OCCLUSION"})
  void refusesPixelsUnlessATrickDeclaresOneOfTheirSlots(Slot slot) {
    assertThat(refusal(step(Set.of(Slot.GEOMETRY), Sample::pixels)))
        .hasMessage(
            "Trick 'noise' failed on image 0 in epoch 1: java.lang.IllegalStateException: It asked"
                + " for the pixels, which is to edit COLOR or OCCLUSION, and its @Uses declares"
                + " neither. Declare one of them: the order of tricks is computed from it.");
    try (LoaderPass pass = evaluate(step(Set.of(slot), Sample::pixels))) {
      assertThat(pass.next().inputs()).hasSize(4);
    }
  }

  @Test
  void chargesEachTrickWithItsOwnEditsOnly() {
    SampleStep looks = new SampleStep("looks", RUN, Set.of(), sample -> sample.draws().uniform());
    SampleStep flips = step(Set.of(Slot.GEOMETRY), Sample::flipHorizontally);
    LoaderSpec spec = LoaderSpec.evaluation(1, 1, asIs(1), List.of(flips, looks));
    Loader loader = new Loader(new Numbers(1), spec, RUN);

    assertThat(loader.touched("noise")).isFalse();
    try (LoaderPass pass = loader.pass(START, Size.of(2))) {
      pass.next();
    }
    assertThat(loader.touched("noise")).isTrue();
    assertThat(loader.touched("looks")).isFalse();
  }

  private static LoaderPass evaluate(SampleStep step) {
    return pass(new Numbers(1), LoaderSpec.evaluation(1, 1, asIs(1), List.of(step)));
  }

  private static LoaderException refusal(SampleStep step) {
    try (LoaderPass pass = evaluate(step)) {
      return catchThrowableOfType(LoaderException.class, pass::next);
    }
  }

  /** An error that cannot even be described, as when memory ran out. */
  private static final class Speechless extends Error {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw this;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void deliversTheBatchesBeforeAThreadDiedAndThenSaysSo(int threads) {
    Error error = new Speechless();
    Dataset deadly =
        new Numbers(40) {
          @Override
          public Image read(int index) throws IOException {
            if (index == 17) {
              throw error;
            }
            return super.read(index);
          }
        };

    try (LoaderPass pass = pass(deadly, evaluation(5, threads))) {
      for (int batch = 0; batch < 3; batch++) {
        assertThat(pass.next().firstPosition()).isEqualTo(5L * batch);
      }
      LoaderException thrown = catchThrowableOfType(LoaderException.class, pass::next);
      assertThat(thrown.getMessage()).startsWith("A loader thread died.").contains("-Xmx8g");
      assertThat(thrown.getCause() == error).isTrue();
    }
  }

  @Test
  void endsItsThreadsWhenClosedAtTheStart() {
    LoaderPass pass = pass(new Numbers(1000), evaluation(10, 4));
    assertThat(loaderThreads()).containsExactly("loader-1", "loader-2", "loader-3", "loader-4");

    pass.close();

    assertThat(loaderThreads()).isEmpty();
    assertThatIllegalStateException().isThrownBy(pass::next).withMessage("The pass is closed");
  }

  @Test
  void endsItsThreadsInTheMiddleOfABatch() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    Dataset slow =
        new Numbers(1000) {
          @Override
          public Image read(int index) throws IOException {
            reading.countDown();
            awaitUninterrupted(closing);
            return super.read(index);
          }
        };
    LoaderPass pass = pass(slow, evaluation(1000, 2));
    assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
    Thread closer = new Thread(pass::close);
    closer.start();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (closer.getState() != Thread.State.WAITING && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    closing.countDown();
    closer.join(TimeUnit.MINUTES.toMillis(1));

    assertThat(closer.isAlive()).isFalse();

    assertThat(loaderThreads()).isEmpty();
    assertThat(((Numbers) slow).reads.get()).isLessThanOrEqualTo(2);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void staysTwoBatchesAheadAndReusesItsBuffers() throws InterruptedException {
    Numbers numbers = new Numbers(100);

    try (LoaderPass pass = pass(numbers, evaluation(10, 4))) {
      awaitReads(numbers, 20);
      LoaderBatch first = pass.next();
      awaitReads(numbers, 30);
      assertThat(first.labels()).startsWith(0, 1, 2);
      pass.next();
      pass.next();
      assertThat(pass.next().inputs()).isSameAs(first.inputs());
    }
  }

  @Test
  void staysOneLargeBatchAhead() {
    Dataset large =
        new Numbers(6) {
          @Override
          public Image read(int index) {
            return new Image(Size.of(6_000), new float[1][36_000_000]);
          }
        };

    // Two images are 288 MB.
    try (LoaderPass pass = new Loader(large, evaluation(2, 1), RUN).pass(START, Size.of(6_000))) {
      float[] first = pass.next().inputs();
      assertThat(pass.next().inputs() != first).isTrue();
      assertThat(pass.next().inputs() == first).isTrue();
    }
  }

  @Test
  void holdsThreeBatchesOfUpTo256Mebibytes() {
    assertThat(LoaderPass.buffers(67_108_864)).isEqualTo(3);
    assertThat(LoaderPass.buffers(67_108_865)).isEqualTo(2);
  }

  /** Waits until so many images are read, and a while more in which no other may be. */
  private static void awaitReads(Numbers numbers, int count) throws InterruptedException {
    while (numbers.reads.get() < count) {
      Thread.sleep(1);
    }
    Thread.sleep(50);
    assertThat(numbers.reads.get()).isEqualTo(count);
  }

  /** Who is asked to stop ends what is under way, and leaves no thread that reads. */
  @Test
  void anInterruptIsSeenAfterwards() {
    Dataset slow =
        new Numbers(2) {
          @Override
          public Image read(int index) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            return super.read(index);
          }
        };

    Thread.currentThread().interrupt();
    try (LoaderPass pass = pass(slow, evaluation(1, 1))) {
      assertThat(pass.next().size()).isEqualTo(1);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(loaderThreads()).isEmpty();
  }

  @Test
  void refusesBatchesThatFitIntoNoArray() {
    Loader loader = new Loader(new Numbers(2), evaluation(2, 1), RUN);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> loader.pass(START, Size.of(40_000)))
        .withMessageContaining("2 images of 1600000000 values");
  }

  @Test
  void refusesSpecsOutOfRange() {
    assertThat(evaluation(1, 256).threads()).isEqualTo(256);
    assertThatIllegalArgumentException().isThrownBy(() -> evaluation(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> evaluation(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> evaluation(1, 257));
  }

  @Test
  void anEpochShowsTheFirstImagesOfItsOrderRepeatedly() {
    Loader once = new Loader(new Numbers(10), repeated(1, sample -> {}), RUN);
    Loader thrice = new Loader(new Numbers(10), repeated(3, sample -> {}), RUN);

    List<Integer> order = once.images(0, 0, 10);
    List<Integer> expected = IntStream.range(0, 10).mapToObj(i -> order.get(i / 3)).toList();
    assertThat(thrice.images(0, 0, 10)).isEqualTo(expected);
    assertThat(thrice.images(1, 0, 10)).isNotEqualTo(expected);
    try (LoaderPass pass = thrice.pass(START, Size.of(2))) {
      assertThat(labels(pass)).isEqualTo(expected);
    }
  }

  @Test
  void eachShowingDrawsForItselfAndTheFirstAsIfItWereTheOnlyOne() {
    Consumer<Sample> noise =
        sample -> sample.pixels().plane(0)[0] = (float) sample.draws().uniform();
    Map<Integer, List<Float>> once = noises(repeated(1, noise));
    Map<Integer, List<Float>> thrice = noises(repeated(3, noise));

    assertThat(thrice).hasSize(4);
    thrice.forEach(
        (image, draws) -> {
          assertThat(draws).doesNotHaveDuplicates();
          assertThat(once).containsEntry(image, draws.subList(0, 1));
        });
  }

  private static Map<Integer, List<Float>> noises(LoaderSpec spec) {
    Map<Integer, List<Float>> noises = new TreeMap<>();
    try (LoaderPass pass = pass(new Numbers(10), spec)) {
      pass.forEachRemaining(
          batch -> {
            for (int i = 0; i < batch.size(); i++) {
              noises
                  .computeIfAbsent(batch.labels()[i], image -> new ArrayList<>())
                  .add(batch.inputs()[4 * i]);
            }
          });
    }
    return noises;
  }
}
