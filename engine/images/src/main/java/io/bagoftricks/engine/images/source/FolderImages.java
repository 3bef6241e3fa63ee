package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.ReplacedException;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.data.StoredImage;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.images.SystemFaultException;
import io.bagoftricks.engine.images.UnreadableImageException;
import io.bagoftricks.engine.images.source.FolderListing.Entry;
import io.bagoftricks.engine.internal.storage.DataException;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images of a split. A file that cannot be decoded is replaced by the next one of its class
 * that can, as timm does: so an epoch has the same examples whatever the number of loader threads,
 * and wherever a run is resumed. One that the system does not read is not replaced.
 */
final class FolderImages implements Dataset {
  private static final int NAMED = 20;

  private final List<Entry> images;
  private final List<BadFile> refused;
  private final List<String> classes;
  private final ImageDecoder decoder;
  private final double maxBadFraction;
  private final int[] nextOfClass;
  private final Map<Integer, BadFile> bad = new ConcurrentSkipListMap<>();

  /** Good ones that were too large for what was drawn, at least once. */
  private final Map<Integer, BadFile> large = new ConcurrentSkipListMap<>();

  private final Closeable use;
  private volatile boolean closed;

  private FolderImages(
      FolderListing listing,
      Split split,
      ImageDecoder decoder,
      double maxBadFraction,
      Closeable use) {
    FolderListing.Part part = listing.split(split);
    this.images = part.images();
    this.refused = part.refused();
    this.classes = listing.classes();
    this.decoder = decoder;
    this.maxBadFraction = maxBadFraction;
    this.nextOfClass = nextOfClass(images, classes.size());
    this.use = use;
  }

  /**
   * The images of a split.
   *
   * @throws IOException if too many files are not images, with their names
   */
  static FolderImages open(
      FolderListing listing, Split split, ImageDecoder decoder, double maxBadFraction)
      throws IOException {
    FolderImages opened = new FolderImages(listing, split, decoder, maxBadFraction, listing.use());
    try {
      opened.checkFraction();
      return opened;
    } catch (IOException | RuntimeException e) {
      try (opened) {
        throw e;
      }
    }
  }

  /** The next image of each one's class; after the last of a class comes its first. */
  private static int[] nextOfClass(List<Entry> images, int classes) {
    int[] first = new int[classes];
    Arrays.fill(first, -1);
    int[] next = new int[images.size()];
    for (int i = images.size() - 1; i >= 0; i--) {
      int label = images.get(i).label();
      next[i] = first[label];
      first[label] = i;
    }
    for (int i = 0; i < next.length; i++) {
      if (next[i] < 0) {
        next[i] = first[images.get(i).label()];
      }
    }
    return next;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int label(int index) {
    return images.get(index).label();
  }

  @Override
  public Image read(int index) throws IOException {
    while (true) {
      try (Picture picture = open(index)) {
        return ImageDecoder.image(picture);
      } catch (ReplacedException e) {
        // by the next of its class
      }
    }
  }

  @Override
  public Optional<Picture> picture(int index) throws IOException {
    return Optional.of(open(index));
  }

  private Picture open(int index) throws IOException {
    return open(index, index);
  }

  /**
   * The picture of an image, or of another one of its class.
   *
   * @param from where to begin to look; when all of the class were looked at, it is the index again
   */
  private Picture open(int index, int from) throws IOException {
    checkOpen();
    int next = from;
    do {
      int candidate = next;
      if (!bad.containsKey(candidate)) {
        try {
          Picture picture = images.get(candidate).file().picture(decoder);
          return new ReplaceablePicture(picture, new OthersOfItsClass(index, candidate));
        } catch (SystemFaultException e) {
          throw e; // another file would fail as well
        } catch (IOException e) {
          refuse(candidate, e);
        }
      }
      next = nextOfClass[candidate];
    } while (next != index);
    throw noneLeft(index);
  }

  private DataException noneLeft(int index) {
    return new DataException(
        "data/no-good-file",
        "No file of class '%s' is an image that can be read. Replace them, or take the class away: %s"
            .formatted(
                classes.get(label(index)),
                named(Stream.concat(bad.values().stream(), large.values().stream()).toList())),
        null);
  }

  /** A file that is too large this time is as good as any other the next time. */
  private final class OthersOfItsClass implements ReplaceablePicture.Others {
    private final int index;
    private final int candidate;

    OthersOfItsClass(int index, int candidate) {
      this.index = index;
      this.candidate = candidate;
    }

    @Override
    public void insteadOf(IOException reason) throws IOException {
      refuse(candidate, reason);
    }

    @Override
    public Picture thisTime(IOException reason) throws IOException {
      large.put(candidate, badFile(candidate, reason));
      int next = nextOfClass[candidate];
      if (next == index) {
        throw noneLeft(index);
      }
      return open(index, next);
    }
  }

  @Override
  public Optional<StoredImage> stored(int index) throws IOException {
    checkOpen();
    ImageFile file = images.get(index).file();
    try {
      return file.bytes(decoder).map(bytes -> new StoredImage(file.toString(), bytes));
    } catch (IOException e) {
      throw new UnreadableImageException(file.toString(), e);
    }
  }

  private void refuse(int candidate, IOException e) throws IOException {
    bad.put(candidate, badFile(candidate, e));
    checkFraction();
  }

  private BadFile badFile(int candidate, IOException e) {
    return new BadFile(images.get(candidate).file().toString(), StorageProblems.words(e));
  }

  @Override
  public List<String> faults() {
    return Stream.of(refused.stream(), bad.values().stream(), large.values().stream())
        .flatMap(files -> files)
        .map(BadFile::toString)
        .toList();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("The data set is closed. Read images before, or open it again.");
    }
  }

  /** {@inheritDoc} Whoever reads from it then gets an {@link IOException}. */
  @Override
  public void close() {
    closed = true;
    try {
      use.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkFraction() throws IOException {
    int files = images.size() + refused.size();
    int faults = bad.size() + refused.size();
    if (faults > maxBadFraction * files) {
      throw new DataException(
          "data/too-many-bad",
          String.format(
              Locale.ROOT,
              "At least %d of %d files are not images that can be read, which is more than"
                  + " data.maxBadFraction, %s, allows; 'tricks data info' of this data finds all of them. Add --set data.maxBadFraction=%s, or more where there are more, or, before a run begins, replace or delete them: %s",
              faults,
              files,
              maxBadFraction,
              String.format(
                  Locale.ROOT, "%.4f", Math.min(1, Math.ceil(1e4 * faults / files) / 1e4)),
              named(Stream.concat(refused.stream(), bad.values().stream()).toList())),
          null);
    }
  }

  private static String named(Collection<BadFile> files) {
    String first =
        files.stream().limit(NAMED).map(BadFile::toString).collect(Collectors.joining(" "));
    return files.size() > NAMED
        ? first + String.format(Locale.ROOT, " And %d more.", files.size() - NAMED)
        : first;
  }
}
