package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
   * Folders with images of these classes that are read for no split, since their names are not
   * those of a split; empty where there is none, or the data are not there (yet).
   *
   * @throws IOException if the data contradict the recipe or cannot be read
   */
  List<String> unusedFolders() throws IOException;

  /**
   * Where the data are looked for and what is assumed of them, in a sentence; empty where they are
   * there, or the recipe says all their numbers.
   *
   * @throws IOException if they cannot be looked for
   */
  Optional<String> assumed() throws IOException;

  /**
   * The files and folders that are read, as far as they are there.
   *
   * @throws IOException if they cannot be looked for
   */
  List<Path> places() throws IOException;

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
