package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tar files in which the files of an example have one name up to its first dot: an image, and a
 * label in {@code .cls} (a text) or {@code .json} ({@code label}, {@code cls} or {@code class}).
 */
final class WebDataset {
  private final List<TarIndex> tars;
  private final LabeledFiles files;

  private WebDataset(List<TarIndex> tars, String place) {
    this.tars = tars;
    this.files = new LabeledFiles(place);
  }

  /**
   * Whether there are labels of images in tar files: {@code .cls}, or {@code .json} beside an image
   * or where there is no image at all.
   */
  static boolean isOne(List<TarIndex> tars) {
    return names(tars).anyMatch(WebExample::isCls)
        || tars.stream()
            .flatMap(tar -> WebExample.in(tar).stream())
            .anyMatch(one -> one.has(WebExample::isJson) && one.has(WebExample::isImage))
        || (names(tars).anyMatch(WebExample::isJson) && names(tars).noneMatch(WebExample::isImage));
  }

  /**
   * The examples of tar files, in this order. A file whose name, or whose folder's name, begins as
   * a split is called is of that split, every other to train on.
   *
   * @param place what messages call them
   * @param classes their names, where somebody has listed them
   * @throws IOException if an image has no label
   */
  static FolderListing of(List<TarIndex> tars, String place, Optional<List<String>> classes)
      throws IOException {
    WebDataset all = new WebDataset(tars, place);
    for (TarIndex tar : tars) {
      Split split = Shards.split(tar.file());
      for (WebExample example : WebExample.in(tar)) {
        all.add(example, split);
      }
    }
    return all.files.listing(classes);
  }

  private void add(WebExample example, Split split) throws IOException {
    Optional<String> image = example.image();
    Optional<String> label = example.label();
    if (image.isEmpty()) {
      if (label.isPresent()) {
        files.refuse(split, withoutImage(example, label.get()), labelIfAny(example, label));
      }
      return;
    }
    @Nullable TarredFile file = example.tar().files().get(image.get());
    @Nullable BadFile bad = example.tar().refused().get(image.get());
    if (file != null) {
      files.add(split, file, label(example, label.orElseThrow(() -> withoutLabel(file))));
    } else if (bad != null) {
      files.refuse(split, bad, labelIfAny(example, label));
    }
  }

  private static FileLabel label(WebExample example, String name) throws IOException {
    @Nullable TarredFile file = example.tar().files().get(name);
    if (file == null) {
      throw new IOException("There is no label in %s".formatted(example.tar().refused().get(name)));
    }
    return new FileLabel(WebLabel.of(file), file.toString());
  }

  /** The label of an example that is named as bad already, whatever is wrong with its label. */
  private static Optional<FileLabel> labelIfAny(WebExample example, Optional<String> name) {
    try {
      return name.isPresent() ? Optional.of(label(example, name.get())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static BadFile withoutImage(WebExample example, String label) {
    return new BadFile(
        example.tar().file() + "!/" + label,
        "It is a label without an image%s. Add the image as a JPEG or PNG file, or take the label out."
            .formatted(
                example
                    .other()
                    .map("; '%s' beside it is not called as one"::formatted)
                    .orElse("")));
  }

  private IOException withoutLabel(TarredFile image) {
    return new IOException(
        "%s has no label: there is no file with the same name up to its first dot and .cls or .json. Add one, or take the image out. It needs one because labels such as '%s' make the tar files a WebDataset; without any, their folders are the classes."
            .formatted(
                image,
                names(tars)
                    .filter(name -> WebExample.isCls(name) || WebExample.isJson(name))
                    .findFirst()
                    .orElseThrow()));
  }

  private static Stream<String> names(List<TarIndex> tars) {
    return tars.stream()
        .flatMap(
            tar -> Stream.concat(tar.files().keySet().stream(), tar.refused().keySet().stream()));
  }
}
