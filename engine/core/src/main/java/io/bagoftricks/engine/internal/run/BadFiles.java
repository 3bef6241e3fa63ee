package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code bad-files.csv}: the files of the data that a run could not read, each with the reason, one
 * sentence per line. There is no such file where all were good.
 */
public final class BadFiles {
  /** Its name in the folder of a run. */
  public static final String NAME = "bad-files.csv";

  private static final String HEADER = "fault";

  private final Disk disk;
  private final Path file;

  BadFiles(Disk disk, Path folder) {
    this.disk = disk;
    this.file = folder.resolve(NAME);
  }

  /**
   * The faults that are known of a run.
   *
   * @return sentences, sorted; none where there is no file
   * @throws IOException if it cannot be read, or is not a table
   */
  public static List<String> read(Path folder) throws IOException {
    return RunTable.read(folder.resolve(NAME)).stream()
        .skip(1)
        .filter(cells -> cells.size() == 1)
        .map(cells -> cells.get(0))
        .toList();
  }

  /**
   * Adds those that are new; a run that goes on keeps what it met before.
   *
   * @throws IOException if the file cannot be written
   */
  public void add(Collection<String> faults) throws IOException {
    Set<String> all = new TreeSet<>(read(file.resolveSibling("")));
    if (all.addAll(faults)) {
      StringBuilder table = new StringBuilder(Csv.line(HEADER));
      all.forEach(fault -> table.append(Csv.line(fault)));
      disk.replace(file, table.toString());
    }
  }
}
