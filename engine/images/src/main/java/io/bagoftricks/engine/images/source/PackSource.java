package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.images.PackedFile;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.images.internal.pack.PackHead;
import io.bagoftricks.engine.images.internal.pack.PackIndex;
import io.bagoftricks.engine.images.source.FolderListing.Entry;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The images of a pack, in the order of its source. */
public final class PackSource implements DataSource, KnownSource {
  private static final int IMAGENET_SIDE = 224;
  private static final int IMAGENET_CHANNELS = 3;

  private final PackData settings;
  private @Nullable PackFolder opened;

  public PackSource(PackData settings) {
    this.settings = settings;
  }

  @Override
  public DataFacts facts() throws IOException {
    if (!isThere()) {
      int side = settings.imageSize().orElse(IMAGENET_SIDE);
      return settings.declared().facts(new Shape(IMAGENET_CHANNELS, side, side));
    }
    PackHead head = pack().index().head();
    Shape image =
        settings
            .imageSize()
            .map(side -> new Shape(head.image().channels(), side, side))
            .orElse(head.image());
    return new DataFacts(head.classes().size(), counts(head), image);
  }

  @Override
  public List<String> labelNames() throws IOException {
    return isThere()
        ? pack().index().head().classes()
        : IntStream.range(0, facts().classes()).mapToObj(Integer::toString).toList();
  }

  @Override
  public List<String> untaughtClasses() throws IOException {
    if (!isThere()) {
      return List.of();
    }
    PackIndex index = pack().index();
    PackHead head = index.head();
    int first = head.first(Split.TRAIN);
    BitSet taught = new BitSet();
    IntStream.range(first, first + head.count(Split.TRAIN)).map(index::label).forEach(taught::set);
    return FolderListing.untaught(head.classes(), taught);
  }

  /** {@inheritDoc} A pack has splits alone. */
  @Override
  public List<String> unusedFolders() {
    return List.of();
  }

  @Override
  public Optional<String> assumed() {
    List<String> size =
        settings.imageSize().isPresent() ? List.of() : List.of("imageSize " + IMAGENET_SIDE);
    return isThere() ? Optional.empty() : settings.declared().assumed(settings.root(), size);
  }

  @Override
  public List<Path> places() {
    return isThere() ? List.of(path()) : List.of();
  }

  /** {@inheritDoc} All that a pack is stands in its index. */
  @Override
  public boolean wouldTake(Path folder) {
    return false;
  }

  private static Map<Split, Long> counts(PackHead head) {
    Map<Split, Long> counts = new EnumMap<>(Split.class);
    head.images().forEach((split, count) -> counts.put(split, (long) count));
    return counts;
  }

  private Path path() {
    return UserPath.of(settings.root()).toAbsolutePath().normalize();
  }

  /** Whether there is anything of that name. */
  private synchronized boolean isThere() {
    return opened != null || Files.exists(path());
  }

  /** Refuses a root that is not a pack, or a damaged one. */
  PackSource checked() throws IOException {
    pack();
    return this;
  }

  @Override
  public Dataset open(Split split) throws IOException {
    PackFolder pack = pack();
    PackHead head = pack.index().head();
    int first = head.first(split);
    List<Entry> images =
        IntStream.range(first, first + head.count(split))
            .mapToObj(i -> new Entry(new PackedFile(pack, i), pack.index().label(i)))
            .toList();
    return FolderImages.open(
        new FolderListing(head.classes(), Map.of(split, new FolderListing.Part(images, List.of()))),
        split,
        new ImageDecoder(head.image().channels(), ImageRules.defaults()),
        settings.maxBadFraction());
  }

  private synchronized PackFolder pack() throws IOException {
    if (opened == null) {
      Path path = path();
      if (!PackFolder.isOne(path)) {
        throw new IOException(
            "data.root is '%s', but there is no pack at %s, which would be a folder with a file 'pack.index'. Make one with 'tricks data pack SRC DST', or name it with --set data.root=DIR."
                .formatted(settings.root(), path));
      }
      PackFolder pack = PackFolder.open(path);
      PackHead head = pack.index().head();
      settings.declared().check(settings.root(), head.classes().size(), counts(head));
      opened = pack;
    }
    return opened;
  }
}
