package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data that are named by nothing but where they lie. */
public final class DataPath {
  private DataPath() {}

  /**
   * The data at a place: what {@code root} of an image folder or of a pack may name. However many
   * files cannot be read, they are opened.
   *
   * @param root a folder or a file, relative to the working directory or absolute, a table in an
   *     archive ({@code x.zip!/labels.csv}), or a pattern
   * @throws IOException if there are no data; the message is a sentence
   * @throws IllegalArgumentException if it is not a path; the message is a sentence
   */
  public static DataSource of(String root) throws IOException {
    Path path = UserPath.of(root);
    if (!Files.exists(path) && !ImageRoot.isMoreThanPath(root)) {
      throw new IOException(
          "There is nothing at %s. Name a folder of images, a zip or tar file of one, a table, or a pack."
              .formatted(path.toAbsolutePath().normalize()));
    }
    return PackFolder.isOne(path)
        ? new PackSource(PackData.defaults().lenientAt(root)).checked()
        : new ImageFolder(ImageFolderData.defaults().lenientAt(root)).checked();
  }
}
