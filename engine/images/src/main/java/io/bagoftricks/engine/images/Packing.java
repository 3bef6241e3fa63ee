package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.internal.pack.PackDraft;
import io.bagoftricks.engine.images.internal.pack.PackHead;
import io.bagoftricks.engine.images.internal.pack.PackedImage;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.FileHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Puts all images of a source into a pack. As many threads as there are processors prepare them;
 * the pack's bytes follow from the source and the options alone.
 */
public final class Packing {
  private static final int IMAGES_A_THREAD = 4;
  private static final int COMPARED = 32;

  private final List<Part> parts = new ArrayList<>();
  private final PackHead head;
  private final String plan;
  private final PackImages images;

  /** The images of a split and where they begin. */
  private record Part(Split split, Dataset images, int first) {}

  private Packing(DataSource source, PackOptions options) throws IOException {
    DataFacts facts = source.facts();
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    FileHash labels = new FileHash();
    int first = 0;
    for (Split split : Split.values()) {
      if (facts.examples(split) > 0) {
        Dataset opened = source.open(split);
        parts.add(new Part(split, opened, first));
        counts.put(split, opened.size());
        first = Math.addExact(first, opened.size());
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES * opened.size());
        IntStream.range(0, opened.size()).forEach(i -> all.putInt(opened.label(i)));
        labels.add(all.array());
      }
    }
    this.head = new PackHead(facts.image(), source.labelNames(), counts);
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
    Packing packing = new Packing(source, options);
    place.checkPlan(packing.plan);
    if (Files.exists(place.pack())) {
      PackDraft.clean(disk, place.pack());
    } else {
      try (PackDraft draft = PackDraft.open(disk, place.pack(), packing.plan, segmentBytes)) {
        packing.checkSource(draft, place);
        packing.fill(draft, progress);
        draft.finish(packing.head);
      }
    }
    return place.result(packing.parts.stream().flatMap(p -> p.images().faults().stream()).toList());
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
    Part part = parts.get(0);
    for (Part one : parts) {
      part = one.first() <= number ? one : part;
    }
    try {
      return images.of(part.split(), part.images(), number - part.first());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
