package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.images.internal.pack.PackFolder;
import io.bagoftricks.engine.internal.storage.DataException;
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
    checkThere(root);
    Path path = UserPath.of(root);
    return PackFolder.isOne(path)
        ? new PackSource(PackData.defaults().lenientAt(root)).checked()
        : new ImageFolder(ImageFolderData.defaults().lenientAt(root)).checked();
  }

  /**
   * Refuses the name of a place where there is nothing.
   *
   * @throws DataException if there is nothing
   */
  public static void checkThere(String root) throws DataException {
    Path path = UserPath.of(root).toAbsolutePath().normalize();
    if (!Files.exists(path) && !ImageRoot.isMoreThanPath(root)) {
      throw new DataException(
          "data/unreadable",
          "There is nothing at %s. Name data that are there.".formatted(path),
          null);
    }
  }
}
