package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder of a table in a tar file. */
final class TarTableFolder implements TableFolder {
  private static final Path TOP = Path.of("/");

  private final TarIndex tar;
  private final TarredFile table;
  private final Path folder;

  TarTableFolder(TarIndex tar, TarredFile table) {
    this.tar = tar;
    this.table = table;
    this.folder = TOP.resolve(table.name()).resolveSibling("");
  }

  @Override
  public InputStream table() throws IOException {
    return Channels.newInputStream(table.open());
  }

  @Override
  public Optional<ImageFile> classes() {
    return Optional.ofNullable(tar.files().get(name(folder.resolve(ImageTree.CLASSES))));
  }

  @Override
  public Named file(String path) {
    Path relative = Path.of(path);
    Path place = folder.resolve(relative).normalize();
    String name = name(place);
    @Nullable TarredFile there = tar.files().get(name);
    ImageFile file = there == null ? new TarredFile(tar.file(), name, 0, 0) : there;
    return new Named(
        name, file, TableFolder.leadsOut(folder, relative) ? Named.OUTSIDE : refusal(place, name));
  }

  private String refusal(Path place, String name) {
    if (!place.startsWith(folder)) {
      return Named.OUTSIDE;
    }
    @Nullable BadFile bad = tar.refused().get(name);
    if (bad != null) {
      return bad.reason();
    }
    return tar.files().containsKey(name) ? "" : Named.MISSING;
  }

  private static String name(Path place) {
    return TOP.relativize(place).toString();
  }
}
