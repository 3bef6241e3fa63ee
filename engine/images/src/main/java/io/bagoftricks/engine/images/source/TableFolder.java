package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of a table, on a disk or in an archive. */
interface TableFolder {
  /** Opens the table; the caller closes it. */
  InputStream table() throws IOException;

  /** The list of classes beside the table; empty where there is none. */
  Optional<ImageFile> classes();

  /**
   * A file that the table names.
   *
   * @param path relative to the folder
   * @throws InvalidPathException if it is not a path
   */
  Named file(String path) throws IOException;

  /** Whether a path leads above the top of all folders, where there is nothing. */
  static boolean leadsOut(Path folder, Path relative) {
    int up = 0;
    for (Path part : relative.normalize()) {
      up += part.toString().equals("..") ? 1 : 0;
    }
    return up > folder.getNameCount();
  }

  /**
   * A file that a table names, which need not be there.
   *
   * @param place the same for every way to write its path
   * @param refusal why it is not taken; empty where it is
   */
  record Named(String place, ImageFile file, String refusal) {
    /** One that is in another folder. */
    static final String OUTSIDE =
        "It lies outside of the table's folder. Put the table above the images.";

    /** One that is not there. */
    static final String MISSING = "There is no such file.";
  }
}
