package io.bagoftricks.engine.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bagoftricks.engine.cli.internal.invocation.Picture;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.picture.DrawnPng;
import io.bagoftricks.engine.predict.ClassMapPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws class maps into a folder, each beside its image, under the image's name. */
final class ClassMapFiles {
  private static final String ENDING = ".png";

  /** Leaves room for a number and the ending. */
  private static final int LONGEST = 240;

  private final Path folder;
  private final OutputFiles outputs;
  private final ImageDecoder decoder;
  private final List<String> classes;
  private final Set<String> taken = new HashSet<>();

  ClassMapFiles(Path folder, OutputFiles outputs, ImageDecoder decoder, List<String> classes) {
    this.folder = folder;
    this.outputs = outputs;
    this.decoder = decoder;
    this.classes = List.copyOf(classes);
  }

  /**
   * A class map for programs.
   *
   * @param picture the file that shows it; none if it could not be drawn
   * @param name of its class
   * @param rows its values from top to bottom, at least 0
   */
  record Drawn(
      @Nullable String picture,
      String layer,
      @JsonProperty("class") String name,
      List<List<Float>> rows) {}

  /**
   * Draws the map of an image.
   *
   * @throws IOException if the picture cannot be written or the image not be read again
   */
  Drawn draw(Path image, ClassMap map, PrintWriter messages) throws IOException {
    Path picture = folder.resolve(free(String.valueOf(image.getFileName())));
    String name = classes.get(map.label());
    boolean drawn =
        Picture.draw(
            picture,
            () -> {
              try (var original = decoder.picture(image)) {
                outputs.write(picture, ClassMapPicture.png(image.toString(), original, name, map));
              }
            },
            messages);
    return new Drawn(drawn ? picture.toString() : null, map.layer(), name, rows(map));
  }

  /** Images of several folders may have one name, and a picture that is there be the user's own. */
  private String free(String image) throws IOException {
    String name = shortened(image);
    String free = name + ENDING;
    for (int i = 2; !taken.add(free) || isOfOthers(folder.resolve(free)); i++) {
      free = name + "-" + i + ENDING;
    }
    return free;
  }

  /** File systems take names of 255 bytes, and the image's own may have as many. */
  private static String shortened(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }

  private static boolean isOfOthers(Path file) throws IOException {
    return Files.exists(file) && (!Files.isRegularFile(file) || !DrawnPng.isIn(file));
  }

  private static List<List<Float>> rows(ClassMap map) {
    List<List<Float>> rows = new ArrayList<>();
    for (int y = 0; y < map.size().height(); y++) {
      List<Float> row = new ArrayList<>();
      for (int x = 0; x < map.size().width(); x++) {
        row.add(map.values()[y * map.size().width() + x]);
      }
      rows.add(row);
    }
    return rows;
  }
}
