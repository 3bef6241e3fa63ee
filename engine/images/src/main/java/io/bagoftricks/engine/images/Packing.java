package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.internal.pack.PackDraft;
import io.bagoftricks.engine.images.internal.pack.PackHead;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.FileHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Puts all images of a source into a pack. As many threads as there are processors prepare them;
 * the pack's bytes follow from the source and the options alone.
 */
public final class Packing {
  private static final int IMAGES_A_THREAD = 4;
  private static final int COMPARED = 32;

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
    this.images = new PackImages(facts.image().channels(), options);
  }

  /**
   * Makes a pack, or goes on with an unfinished one.
   *
   * @param target the folder that it becomes, which is not there
   * @param progress is told how many images have been added
   * @throws IOException if the source cannot be read, or the pack not be written
   * @throws io.bagoftricks.engine.problem.ProblemException if something else is where it is to be
   */
  public static PackResult pack(
      Disk disk, DataSource source, Path target, PackOptions options, IntConsumer progress)
      throws IOException {
    return pack(disk, source, target, options, progress, PackDraft.SEGMENT_BYTES);
  }

  static PackResult pack(
      Disk disk,
      DataSource source,
      Path target,
      PackOptions options,
      IntConsumer progress,
      int segmentBytes)
      throws IOException {
    PackTarget place = new PackTarget(target.toAbsolutePath().normalize());
    place.checkFree();
    DataFacts facts = source.facts();
    try (PackParts parts = PackParts.open(source, facts)) {
      Packing packing = new Packing(parts, facts, source.labelNames(), options);
      packing.into(disk, place, progress, segmentBytes);
      return place.result(parts.faults());
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
      checkSource(draft, place);
      fill(draft, progress);
      draft.finish(head);
    }
  }

  private void fill(PackDraft draft, IntConsumer progress) throws IOException {
    int all = head.count();
    int atOnce = IMAGES_A_THREAD * Runtime.getRuntime().availableProcessors();
    progress.accept(draft.size());
    while (draft.size() < all) {
      int from = draft.size();
      List<PackedImage> next;
      try {
        next =
            IntStream.range(from, Math.min(all, from + atOnce))
                .parallel()
                .mapToObj(this::image)
                .toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (PackedImage image : next) {
        draft.add(image);
      }
      draft.flush();
      progress.accept(next.size());
    }
  }

  /** Some of the images that are in a pack already must be as they were. */
  private void checkSource(PackDraft draft, PackTarget place) throws IOException {
    int compared = Math.min(COMPARED, draft.size());
    for (int i = 0; i < compared; i++) {
      int number = (int) ((draft.size() - 1L) * i / Math.max(1, compared - 1));
      PackedImage now = image(number);
      if (now.source() != draft.source(number) || !now.name().equals(draft.entry(number).name())) {
        throw place.changed(draft.entry(number).name());
      }
    }
  }

  private PackedImage image(int number) {
    PackParts.Part part = parts.of(number);
    try {
      return images.of(part.split(), part.images(), number - part.first());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
