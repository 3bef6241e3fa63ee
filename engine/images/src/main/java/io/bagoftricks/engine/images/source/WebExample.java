package io.bagoftricks.engine.images.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a tar file that have one name up to the first dot of its last part. All behind that
 * dot is the extension, whose last part says whether a file is an image or a label. What begins
 * with a dot belongs to no example.
 *
 * @param tar which has all of them
 * @param names in the order of the tar file; those that are not taken are the last
 */
record WebExample(TarIndex tar, List<String> names) {
  private static final String CLS = "cls";
  private static final String JSON = "json";

  /** All of a tar file. */
  static Collection<WebExample> in(TarIndex tar) {
    Map<String, WebExample> examples = new LinkedHashMap<>();
    Stream.concat(tar.files().keySet().stream(), tar.refused().keySet().stream())
        .filter(name -> !extension(name).isEmpty())
        .forEach(
            name ->
                examples
                    .computeIfAbsent(key(name), key -> new WebExample(tar, new ArrayList<>()))
                    .names()
                    .add(name));
    return examples.values();
  }

  /** Whether a file is called as a text that is a label. */
  static boolean isCls(String name) {
    return type(name).equals(CLS);
  }

  /** Whether a file is called as JSON with a label; {@code x.jpg.json} is of an image. */
  static boolean isJson(String name) {
    return type(name).equals(JSON)
        && !ImageTree.isEndingOfAnImage(type(name.substring(0, name.length() - JSON.length() - 1)));
  }

  /** Whether a file is called as an image. */
  static boolean isImage(String name) {
    return ImageTree.isEndingOfAnImage(type(name));
  }

  /** Whether one of the files is called so. */
  boolean has(Predicate<String> kind) {
    return names.stream().anyMatch(kind);
  }

  /**
   * The name of the image. Of several the one without a further dot is it, as in {@code x.jpg} and
   * {@code x.seg.png}.
   *
   * @throws IOException if there are several
   */
  Optional<String> image() throws IOException {
    List<String> images = all(WebExample::isImage);
    List<String> plain = images.stream().filter(one -> extension(one).equals(type(one))).toList();
    return one(plain.isEmpty() ? images : plain, "images");
  }

  /**
   * The name of the file with the label: of JSON only where there is no other.
   *
   * @throws IOException if there are several
   */
  Optional<String> label() throws IOException {
    List<String> cls = all(WebExample::isCls);
    return one(cls.isEmpty() ? all(WebExample::isJson) : cls, "labels");
  }

  /** A file that is neither, if there is one. */
  Optional<String> other() {
    return names.stream()
        .filter(name -> !isImage(name) && !isCls(name) && !isJson(name))
        .findFirst();
  }

  private List<String> all(Predicate<String> kind) {
    return names.stream().filter(kind).toList();
  }

  private Optional<String> one(List<String> all, String kind) throws IOException {
    if (all.size() > 1) {
      throw new IOException(
          "%s!/%s and %s are two %s of one example, '%s', which is the name up to its first dot. Keep one of them, or name them apart before the first dot."
              .formatted(tar.file(), all.get(0), all.get(1), kind, key(all.get(0))));
    }
    return all.stream().findFirst();
  }

  private static String key(String name) {
    return name.substring(0, dot(name));
  }

  /** All behind the first dot; empty where there is none, or nothing in front of it. */
  private static String extension(String name) {
    int dot = dot(name);
    return dot < 0 || dot == name.lastIndexOf('/') + 1
        ? ""
        : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static int dot(String name) {
    return name.indexOf('.', name.lastIndexOf('/') + 1);
  }

  /** The last part of the extension. */
  private static String type(String name) {
    String extension = extension(name);
    return extension.substring(extension.lastIndexOf('.') + 1);
  }
}
