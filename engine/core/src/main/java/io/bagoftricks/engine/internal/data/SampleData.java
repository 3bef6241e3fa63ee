package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.loader.DataRanges;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A small data set on the class path: IDX files under {@code META-INF/samples/NAME/}. Each jar with
 * samples lists their names in {@code META-INF/samples/index}.
 *
 * @param name which one
 */
public record SampleData(String name) implements DataSource {
  private static final String FOLDER = "META-INF/samples/";

  /** Checks that there is a name. */
  public SampleData {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is empty, but must name a sample: fashion-mnist");
    }
  }

  /** The sample of Fashion-MNIST that comes with the recipes. */
  public static SampleData defaults() {
    return new SampleData("fashion-mnist");
  }

  @Override
  public DataFacts facts() throws IOException {
    return facts(SampleData.class.getClassLoader());
  }

  /** From {@code classes.txt} beside the images, a name per line. */
  @Override
  public List<String> labelNames() throws IOException {
    String resource = FOLDER + name + "/classes.txt";
    try (InputStream stream = SampleData.class.getClassLoader().getResourceAsStream(resource)) {
      return stream == null
          ? DataSource.super.labelNames()
          : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Override
  public Dataset open(Split split) throws IOException {
    return open(split, SampleData.class.getClassLoader());
  }

  DataFacts facts(ClassLoader loader) throws IOException {
    IdxPart train = part(Split.TRAIN, loader);
    IdxPart.Header header = train.header();
    return new DataFacts(
        train.classes(), header.size(), part(Split.TEST, loader).header().size(), header.image());
  }

  Dataset open(Split split, ClassLoader loader) throws IOException {
    DataRanges.checkSplit(split);
    return part(split, loader).read(part(Split.TRAIN, loader).classes());
  }

  private IdxPart part(Split split, ClassLoader loader) throws IOException {
    NavigableSet<String> names = names(loader);
    if (!names.contains(name)) {
      throw new IOException(
          "data.name is '%s', but there is no such sample on the class path. There is: %s."
              .formatted(name, names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return new IdxPart(file(split, "images-idx3", loader), file(split, "labels-idx1", loader));
  }

  private IdxFile file(Split split, String content, ClassLoader loader) {
    String resource = FOLDER + name + "/" + IdxData.fileName(split, content) + ".gz";
    return new IdxFile(
        "class path:" + resource,
        () -> {
          InputStream stream = loader.getResourceAsStream(resource);
          if (stream == null) {
            throw new IOException(
                "Sample '%s' is listed, but %s is not on the class path."
                    .formatted(name, resource));
          }
          return stream;
        });
  }

  private static NavigableSet<String> names(ClassLoader loader) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (URL index : Collections.list(loader.getResources(FOLDER + "index"))) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
        reader.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(names::add);
      } catch (UncheckedIOException e) {
        throw new IOException("Cannot read " + index + ": " + e.getMessage(), e);
      }
    }
    return names;
  }
}
