package io.bagoftricks.engine.images;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.data.DataRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of color images, {@code train/<class>/*}, and the same for {@code val} or {@code
 * validation}, and {@code test}; or the classes alone, which are all for training; or a zip or tar
 * file of that, a table or a WebDataset. Files are listed once and decoded one by one when they are
 * read.
 */
final class ImageFolder implements DataSource {
  private static final int CHANNELS = 3;
  private static final int IMAGENET_CLASSES = 1000;
  private static final Map<Split, Long> IMAGENET =
      Map.of(Split.TRAIN, 1_281_167L, Split.TEST, 50_000L);

  private final ImageFolderData settings;
  private @Nullable FolderListing listing;

  ImageFolder(ImageFolderData settings) {
    this.settings = settings;
  }

  @Override
  public DataFacts facts() throws IOException {
    Shape image = new Shape(CHANNELS, settings.imageSize(), settings.imageSize());
    if (!root().exists()) {
      return new DataFacts(
          settings.classes().orElse(IMAGENET_CLASSES),
          Map.of(
              Split.TRAIN, settings.trainExamples().orElse(IMAGENET.get(Split.TRAIN)),
              Split.VALIDATION, settings.validationExamples().orElse(0L),
              Split.TEST, settings.testExamples().orElse(IMAGENET.get(Split.TEST))),
          image);
    }
    FolderListing found = listing();
    return new DataFacts(
        found.classes().size(),
        Map.of(
            Split.TRAIN, (long) found.split(Split.TRAIN).images().size(),
            Split.VALIDATION, (long) found.split(Split.VALIDATION).images().size(),
            Split.TEST, (long) found.split(Split.TEST).images().size()),
        image);
  }

  @Override
  public List<String> labelNames() throws IOException {
    return root().exists()
        ? listing().classes()
        : IntStream.range(0, facts().classes()).mapToObj(Integer::toString).toList();
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
      check(found);
      listing = found;
    }
    return listing;
  }

  private void check(FolderListing found) throws IOException {
    if (found.classes().size() > DataRanges.MOST_CLASSES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d classes, but there may be at most %d.",
              settings.root(),
              found.classes().size(),
              DataRanges.MOST_CLASSES));
    }
    List<String> contradictions = new ArrayList<>();
    settings
        .classes()
        .ifPresent(n -> compare("classes", "classes", n, found.classes().size(), contradictions));
    compare("trainExamples", settings.trainExamples(), found, Split.TRAIN, contradictions);
    compare(
        "validationExamples",
        settings.validationExamples(),
        found,
        Split.VALIDATION,
        contradictions);
    compare("testExamples", settings.testExamples(), found, Split.TEST, contradictions);
    if (!contradictions.isEmpty()) {
      throw new IOException(String.join(" ", contradictions));
    }
  }

  private void compare(
      String key,
      Optional<Long> declared,
      FolderListing found,
      Split split,
      List<String> contradictions) {
    declared.ifPresent(
        n ->
            compare(
                key,
                "images of " + split.name().toLowerCase(Locale.ROOT),
                n,
                found.split(split).images().size(),
                contradictions));
  }

  private void compare(
      String key, String what, long declared, long found, List<String> contradictions) {
    if (declared != found) {
      contradictions.add(
          String.format(
              Locale.ROOT,
              "%s holds %d %s, but data.%s is %d. Set it to %d, or leave it out.",
              settings.root(),
              found,
              what,
              key,
              declared,
              found));
    }
  }
}
