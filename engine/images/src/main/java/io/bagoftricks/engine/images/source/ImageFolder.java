package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.ImageRules;
import io.bagoftricks.engine.internal.split.KnownSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of color images, {@code train/<class>/*}, and the same for {@code val} or {@code
 * validation}, and {@code test}; or the classes alone, which are all for training; or a zip or tar
 * file of that, a table, also in one of these, or a WebDataset. Files are listed once and decoded
 * one by one when they are read.
 */
public final class ImageFolder implements DataSource, KnownSource {
  private static final int CHANNELS = 3;

  private final ImageFolderData settings;
  private @Nullable FolderListing listing;

  public ImageFolder(ImageFolderData settings) {
    this.settings = settings;
  }

  @Override
  public DataFacts facts() throws IOException {
    Shape image = new Shape(CHANNELS, settings.imageSize(), settings.imageSize());
    if (!root().exists()) {
      return settings.declared().facts(image);
    }
    FolderListing found = listing();
    return new DataFacts(found.classes().size(), found.counts(), image);
  }

  @Override
  public List<String> labelNames() throws IOException {
    return root().exists()
        ? listing().classes()
        : IntStream.range(0, facts().classes()).mapToObj(Integer::toString).toList();
  }

  @Override
  public List<String> untaughtClasses() throws IOException {
    return root().exists() ? listing().untaughtClasses() : List.of();
  }

  @Override
  public List<String> unusedFolders() throws IOException {
    return root().exists() ? listing().unused() : List.of();
  }

  @Override
  public Optional<String> assumed() throws IOException {
    return root().exists()
        ? Optional.empty()
        : settings.declared().assumed(settings.root(), List.of());
  }

  @Override
  public List<Path> places() throws IOException {
    return root().places();
  }

  @Override
  public boolean wouldTake(Path folder) throws IOException {
    return root().wouldTake(folder);
  }

  /** Refuses a root that names nothing, which a plan may do, but nobody who looks at data. */
  ImageFolder checked() throws IOException {
    listing();
    return this;
  }

  @Override
  public Dataset open(Split split) throws IOException {
    return FolderImages.open(
        listing(),
        split,
        new ImageDecoder(CHANNELS, ImageRules.defaults()),
        settings.maxBadFraction());
  }

  private ImageRoot root() {
    return new ImageRoot(settings.root());
  }

  private synchronized FolderListing listing() throws IOException {
    if (listing == null) {
      FolderListing found = root().list();
      settings.declared().check(settings.root(), found.classes().size(), found.counts());
      listing = found;
    }
    return listing;
  }
}
