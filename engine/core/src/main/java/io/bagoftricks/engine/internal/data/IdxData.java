package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.loader.DataRanges;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A folder with four files in MNIST's format, such as those of Fashion-MNIST, plain or {@code .gz}:
 * a train and a test split, none for validation. The numbers say what the files must hold, so that
 * a recipe can be planned without them.
 *
 * @param root the folder, relative to the working directory or absolute
 * @param classes number of labels
 * @param trainExamples images to learn from
 * @param testExamples images to be judged by
 * @param imageSize height and width of an image
 * @param classNames what each label is called; none for numbers
 */
public record IdxData(
    String root,
    int classes,
    long trainExamples,
    long testExamples,
    int imageSize,
    List<String> classNames)
    implements DataSource {
  private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.TEST);
  private static final String WHAT_TO_DO =
      " Fashion-MNIST comes with Debian's package dataset-fashion-mnist (apt install"
          + " dataset-fashion-mnist, then --set data.root=/usr/share/datasets/fashion-mnist);"
          + " for another folder add --set data.root=DIR.";

  /** Checks that the root is a path and the counts are positive; a label has one byte. */
  public IdxData {
    DataRanges.checkRoot(root);
    DataRanges.check("classes", classes, 2, 256);
    DataRanges.check("trainExamples", trainExamples, 1, Integer.MAX_VALUE);
    DataRanges.check("testExamples", testExamples, 1, Integer.MAX_VALUE);
    DataRanges.check("imageSize", imageSize, 1, DataRanges.LARGEST_SIDE);
    classNames = List.copyOf(classNames);
    if (!classNames.isEmpty() && classNames.size() != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "classNames has %d names, but must have one for each of the %d classes, or none",
              classNames.size(),
              classes));
    }
  }

  /** Without names of classes. */
  public IdxData(String root, int classes, long trainExamples, long testExamples, int imageSize) {
    this(root, classes, trainExamples, testExamples, imageSize, List.of());
  }

  /** The numbers that MNIST and Fashion-MNIST share. */
  public static IdxData defaults() {
    return new IdxData("fashion-mnist", 10, 60_000, 10_000, 28);
  }

  @Override
  public DataFacts facts() throws IOException {
    if (Files.exists(UserPath.of(root))) {
      checkHeaders();
    }
    return new DataFacts(classes, trainExamples, testExamples, new Shape(1, imageSize, imageSize));
  }

  @Override
  public List<String> labelNames() {
    return classNames.isEmpty()
        ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
        : classNames;
  }

  @Override
  public Dataset open(Split split) throws IOException {
    DataRanges.checkSplit(split);
    checkHeaders();
    return part(split).read(classes);
  }

  private void checkHeaders() throws IOException {
    List<String> contradictions = new ArrayList<>();
    for (Split split : SPLITS) {
      IdxPart part = part(split);
      IdxPart.Header header = part.header();
      String key = split == Split.TRAIN ? "trainExamples" : "testExamples";
      long declared = split == Split.TRAIN ? trainExamples : testExamples;
      if (header.size() != declared) {
        contradictions.add(
            String.format(
                Locale.ROOT,
                "%s holds %d images, but data.%s is %d. Set it to %d.",
                part.images().name(),
                header.size(),
                key,
                declared,
                header.size()));
      }
      if (!header.image().equals(new Shape(1, imageSize, imageSize))) {
        contradictions.add(
            String.format(
                Locale.ROOT,
                "%s holds images of %s pixels, but data.imageSize is %d. Images must be squares of it.",
                part.images().name(),
                header.image().size(),
                imageSize));
      }
    }
    if (!contradictions.isEmpty()) {
      throw new IOException(String.join(" ", contradictions));
    }
  }

  private IdxPart part(Split split) throws IOException {
    Path folder = UserPath.of(root).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "data.root is '%s', but %s is not a folder. It must hold MNIST's four files, such as %s."
                  .formatted(root, folder, fileName(split, "images-idx3") + ".gz")
              + WHAT_TO_DO);
    }
    IdxNames names = IdxNames.in(folder);
    return new IdxPart(
        find(folder, names.candidates(split, "images-idx3")),
        find(folder, names.candidates(split, "labels-idx1")));
  }

  private static IdxFile find(Path folder, List<String> candidates) throws IOException {
    for (String name : candidates) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return IdxFile.of(file);
      }
    }
    throw new IOException(
        "%s holds neither %s. data.root must be a folder with MNIST's four files."
                .formatted(folder, String.join(" nor ", candidates.subList(0, 2)))
            + WHAT_TO_DO);
  }

  /** The name as MNIST's authors write it, without {@code .gz}. */
  static String fileName(Split split, String content) {
    return (split == Split.TRAIN ? "train-" : "t10k-") + content + "-ubyte";
  }
}
