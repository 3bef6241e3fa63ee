package io.bagoftricks.engine.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.storage.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tar files in which the files of an example have one name up to its first dot: an image, and a
 * label in {@code .cls} (a text) or {@code .json} ({@code label}, {@code cls} or {@code class}).
 */
final class WebDataset {
  private static final String CLS = "cls";
  private static final String JSON = "json";
  private static final List<String> KEYS = List.of("label", CLS, "class");
  private static final long MOST_BYTES = 1 << 20;

  private final LabeledFiles files;

  private WebDataset(String place) {
    this.files = new LabeledFiles(place);
  }

  /** Whether there are labels in a tar file. */
  static boolean isOne(TarIndex tar) {
    return tar.files().keySet().stream()
        .map(WebDataset::ending)
        .anyMatch(ending -> ending.equals(CLS) || ending.equals(JSON));
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
    WebDataset all = new WebDataset(place);
    for (TarIndex tar : tars) {
      all.add(tar, Shards.split(tar.file()));
    }
    return all.files.listing(classes);
  }

  /** The files of one example. */
  private static final class Example {
    @Nullable TarredFile image;
    @Nullable TarredFile cls;
    @Nullable TarredFile json;
  }

  private void add(TarIndex tar, Split split) throws IOException {
    Map<String, Example> examples = new LinkedHashMap<>();
    for (TarredFile file : tar.files().values()) {
      String ending = ending(file.name());
      if (ending.equals(CLS)) {
        example(examples, file).cls = file;
      } else if (ending.equals(JSON)) {
        example(examples, file).json = file;
      } else if (ImageTree.isEndingOfAnImage(ending)) {
        Example example = example(examples, file);
        if (example.image != null) {
          throw new IOException(
              "%s and %s are two images of one example. Keep one of them, or name them apart before the first dot."
                  .formatted(example.image, file));
        }
        example.image = file;
      }
    }
    for (Example example : examples.values()) {
      if (example.image != null) {
        files.add(split, example.image, label(example, example.image), example.image.toString());
      }
    }
    tar.refused()
        .forEach(
            (name, bad) -> {
              if (ImageTree.isEndingOfAnImage(ending(name))) {
                files.refuse(split, bad);
              }
            });
  }

  private static Example example(Map<String, Example> examples, TarredFile file) {
    String name = file.name();
    return examples.computeIfAbsent(
        name.substring(0, name.length() - ending(name).length()), key -> new Example());
  }

  private static String label(Example example, TarredFile image) throws IOException {
    if (example.cls != null) {
      String label = text(example.cls).strip();
      if (label.isEmpty()) {
        throw new IOException("%s: there is no label in it.".formatted(example.cls));
      }
      return label;
    }
    if (example.json != null) {
      return label(example.json);
    }
    throw new IOException(
        "%s has no label: there is no file with the same name and .cls or .json beside it. Add one, or take the image out."
            .formatted(image));
  }

  private static String label(TarredFile json) throws IOException {
    JsonNode tree;
    try {
      tree = StrictJson.tree(text(json));
    } catch (JsonProcessingException e) {
      throw new IOException("%s: it is not JSON: %s".formatted(json, e.getOriginalMessage()), e);
    }
    for (String key : KEYS) {
      @Nullable JsonNode value = tree.get(key);
      if (value != null && (value.isIntegralNumber() || value.isTextual())) {
        return value.asText();
      }
    }
    throw new IOException(
        "%s: there is no label in it, but a number or a name must stand at one of %s."
            .formatted(json, String.join(", ", KEYS)));
  }

  private static String text(TarredFile file) throws IOException {
    if (file.size() > MOST_BYTES) {
      throw new IOException(
          "%s has %s bytes, but a label may have at most %s."
              .formatted(file, file.size(), MOST_BYTES));
    }
    try (InputStream in = Channels.newInputStream(file.open())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * All behind the first dot of the last part of a name; a name that begins with a dot has none.
   */
  private static String ending(String name) {
    int last = name.lastIndexOf('/') + 1;
    int dot = name.indexOf('.', last);
    return dot <= last ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
