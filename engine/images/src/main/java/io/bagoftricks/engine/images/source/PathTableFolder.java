package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The folder of a table in a file system: that of a disk, or that of a zip file. */
final class PathTableFolder implements TableFolder {
  private final Path table;
  private final Path folder;
  private final Path real;
  private final Function<Path, ImageFile> files;

  PathTableFolder(Path table, Function<Path, ImageFile> files) throws IOException {
    this.table = table;
    this.folder = table.resolveSibling("");
    this.real = folder.toRealPath();
    this.files = files;
  }

  @Override
  public InputStream table() throws IOException {
    return Files.newInputStream(table);
  }

  @Override
  public Optional<ImageFile> classes() {
    return Optional.of(folder.resolve(ImageTree.CLASSES))
        .filter(list -> Files.isRegularFile(list))
        .map(files);
  }

  @Override
  public Named file(String path) throws IOException {
    Path relative = folder.getFileSystem().getPath(path);
    Path file = folder.resolve(relative).normalize();
    return new Named(
        file.toString(),
        files.apply(file),
        TableFolder.leadsOut(folder, relative) ? Named.OUTSIDE : refusal(file));
  }

  private String refusal(Path file) throws IOException {
    if (!file.startsWith(folder)) {
      return Named.OUTSIDE;
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Named.MISSING;
    }
    boolean linked = Files.exists(file) && !file.toRealPath().startsWith(real);
    return linked ? "It is a link that leads out of the folder." : FolderTree.refusal(file, real);
  }
}
