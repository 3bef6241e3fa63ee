package io.bagoftricks.engine.split;

import io.bagoftricks.api.data.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A source that knows more of its data than their facts, without opening an image. */
public interface KnownSource {
  /**
   * The names of the classes without any image to train on; empty where there is none, or the data
   * are not there (yet).
   *
   * @throws IOException if the data contradict the recipe or cannot be read
   */
  List<String> untaughtClasses() throws IOException;

  /**
   * Folders with images that are read for no split, such as one beside {@code train} whose name is
   * not that of a split; empty where there is none, or the data are not there (yet).
   *
   * @throws IOException if the data contradict the recipe or cannot be read
   */
  List<String> unusedFolders() throws IOException;

  /**
   * Whether a folder that is written there would be taken for a part of the data.
   *
   * @throws IOException if it cannot be looked at
   */
  boolean wouldTake(Path folder) throws IOException;

  /** The knowledge of a source; one that is none of these has none. */
  static KnownSource of(DataSource source) {
    return source instanceof KnownSource known ? known : UnknownSource.INSTANCE;
  }
}
