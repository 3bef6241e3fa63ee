package io.bagoftricks.engine.images.pack;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.internal.pack.PackDraft;
import io.bagoftricks.engine.images.internal.pack.PackHead;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import io.bagoftricks.engine.internal.split.OutsideOfData;
import io.bagoftricks.engine.internal.storage.FileHash;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Puts all images of a source into a pack. As many threads as there are processors prepare them,
 * and memory is bounded in bytes, whatever size images have; the pack's bytes follow from the
 * source and the options alone.
 */
public final class Packing {
  private static final long MOST_BYTES_AHEAD = 64 << 20;
  private static final int IMAGES_A_FLUSH = 32;

  private final PackParts parts;
  private final PackHead head;
  private final String plan;
  private final PackImages images;

  private Packing(PackParts parts, DataFacts facts, List<String> classes, PackOptions options) {
    this.parts = parts;
    this.head = new PackHead(facts.image(), classes, parts.counts());
    FileHash labels = parts.labels();
    labels.add(String.join("\n", head.classes()).getBytes(StandardCharsets.UTF_8));
    this.plan = "1 %s %s %s %s".formatted(options, head.image(), head.images(), labels.hex());
    this.images =
        new PackImages(
            facts.image().channels(), options, new Semaphore(PackImages.MOST_MEBIBYTES, true));
  }

  /**
   * Makes a pack, or goes on with an unfinished one.
   *
   * @param target the folder that it becomes, which is not there
   * @param progress is told how many images more have been added or compared, by several threads
   * @throws IOException if the source cannot be read, or the pack not be written
   * @throws io.bagoftricks.engine.problem.ProblemException if something else is where it is to be
   */
  public static PackResult pack(
      Disk disk, DataSource source, Path target, PackOptions options, IntConsumer progress)
      throws IOException {
    return pack(disk, source, target, options, progress, PackDraft.SEGMENT_BYTES);
  }

  public static PackResult pack(
      Disk disk,
      DataSource source,
      Path target,
      PackOptions options,
      IntConsumer progress,
      int segmentBytes)
      throws IOException {
    PackTarget place = new PackTarget(target.toAbsolutePath().normalize());
    OutsideOfData.check(source, place.pack(), "as PACK");
    place.checkFree();
    DataFacts facts = source.facts();
    try (PackParts parts = PackParts.open(source, facts)) {
      Packing packing = new Packing(parts, facts, source.labelNames(), options);
      packing.into(disk, place, progress, segmentBytes);
      return place.result(parts.faults(), options.keepsBytes());
    }
  }

  private void into(Disk disk, PackTarget place, IntConsumer progress, int segmentBytes)
      throws IOException {
    place.checkPlan(plan);
    if (Files.exists(place.pack())) {
      PackDraft.clean(disk, place.pack());
      return;
    }
    try (PackDraft draft = PackDraft.open(disk, place.pack(), plan, segmentBytes)) {
      checkSource(draft, place, progress);
      fill(draft, progress);
      draft.finish(head);
    }
  }

  private void fill(PackDraft draft, IntConsumer progress) throws IOException {
    int all = head.count();
    int workers = Runtime.getRuntime().availableProcessors();
    try (PackQueue queue =
        new PackQueue(this::image, draft.size(), all, workers, MOST_BYTES_AHEAD)) {
      while (draft.size() < all) {
        draft.add(queue.take());
        if (draft.size() % IMAGES_A_FLUSH == 0 || draft.size() == all) {
          draft.flush();
        }
        progress.accept(1);
      }
    }
  }

  /** All images that are in a pack already must be as they were. */
  private void checkSource(PackDraft draft, PackTarget place, IntConsumer progress)
      throws IOException {
    OptionalInt changed;
    try {
      changed =
          IntStream.range(0, draft.size())
              .parallel()
              .peek(i -> progress.accept(1))
              .filter(i -> !isSame(draft, i))
              .findFirst();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (changed.isPresent()) {
      throw place.changed(draft.entry(changed.getAsInt()).name());
    }
  }

  private boolean isSame(PackDraft draft, int number) {
    PackParts.Part part = parts.of(number);
    try {
      PackImages.Source now = images.source(part.split(), part.images(), number - part.first());
      return now.crc() == draft.source(number) && now.name().equals(draft.entry(number).name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PackedImage image(int number) throws IOException {
    PackParts.Part part = parts.of(number);
    return images.of(part.split(), part.images(), number - part.first());
  }
}
