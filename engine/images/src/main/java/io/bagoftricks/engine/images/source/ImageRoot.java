package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.PathFile;
import io.bagoftricks.engine.internal.storage.UserPath;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place that {@code data.root} names: a folder, a table, a zip file or tar files, or a table in
 * one of them.
 *
 * @param name as the user wrote it
 */
record ImageRoot(String name) {
  /** Between the name of an archive and that of a table in it. */
  private static final String INSIDE = "!/";

  private static final int SHOWN = 10;

  /** Whether there is anything of that name. */
  boolean exists() throws IOException {
    return Files.exists(path())
        || inArchive().isPresent()
        || (Shards.isPattern(name) && !matching().isEmpty());
  }

  /** Whether a name may stand for several files, or for a table in an archive. */
  static boolean isMoreThanPath(String name) {
    return (name.contains(INSIDE) && LabelTable.isCalledAsOne(name)) || Shards.isPattern(name);
  }

  /** The files and folders that are read, as far as they are there. */
  List<Path> places() throws IOException {
    if (Files.exists(path())) {
      return List.of(path());
    }
    Optional<InArchive> table = inArchive();
    if (table.isPresent()) {
      return List.of(table.get().archive());
    }
    return Shards.isPattern(name) ? matching() : List.of();
  }

  private List<Path> matching() throws IOException {
    // Files that are missing beside others are a fault; a name without any file may come later.
    try {
      return Shards.of(name);
    } catch (NoShardsException e) {
      return List.of();
    }
  }

  private Path path() {
    return path(name);
  }

  private static Path path(String text) {
    return UserPath.of(text).toAbsolutePath().normalize();
  }

  /**
   * Lists the images.
   *
   * @throws IOException if there is nothing, or it is nothing of these; the message is a sentence
   */
  FolderListing list() throws IOException {
    try {
      return listed();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private FolderListing listed() throws IOException {
    Path path = path();
    Optional<InArchive> inArchive = inArchive();
    if (inArchive.isPresent()) {
      return ofTableIn(inArchive.get());
    }
    if (!Files.exists(path) && Shards.isPattern(name)) {
      return ofTars(Shards.of(name));
    }
    if (Files.isDirectory(path)) {
      List<Path> shards = shards(path);
      return shards.isEmpty() ? FolderListing.of(FolderTree.of(path, name), name) : ofTars(shards);
    }
    if (!Files.exists(path) && name.contains(INSIDE) && LabelTable.isCalledAsOne(name)) {
      throw new IOException(
          "data.root is '%s', but there is no file '%s', which the table would be in."
              .formatted(name, name.substring(0, name.lastIndexOf(INSIDE))));
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          "data.root is '%s', but %s is neither a folder nor a zip file. It must hold train/CLASS/*.jpg, and val/CLASS/*.jpg where there are images for validation. Name it with --set data.root=DIR."
              .formatted(name, path));
    }
    String file = String.valueOf(path.getFileName());
    if (LabelTable.isCalledAsOne(file)) {
      return LabelTable.read(new PathTableFolder(path, PathFile::new), name);
    }
    return TarIndex.isCalledAsOne(file) ? ofTars(List.of(path)) : ofZip(path);
  }

  /**
   * Whether a folder that is written there would be taken for a split, a class, or images of one.
   */
  boolean wouldTake(Path folder) throws IOException {
    Path path = path();
    if (!Files.isDirectory(path)) {
      return false;
    }
    Path top = path.toRealPath();
    Path place = real(folder.toAbsolutePath().normalize());
    if (!place.startsWith(top)) {
      return false;
    }
    List<String> names = new ArrayList<>();
    top.relativize(place).forEach(part -> names.add(part.toString()));
    if (names.stream().anyMatch(ImageTree::isHidden)) {
      return false;
    }
    return SplitNames.of(names.get(0)).isPresent() || !hasSplits(path);
  }

  private static Path real(Path path) throws IOException {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null
        ? path.toRealPath()
        : real(parent).resolve(path.getFileName());
  }

  private static boolean hasSplits(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .anyMatch(one -> SplitNames.of(String.valueOf(one.getFileName())).isPresent());
    }
  }

  /** The tar files of a folder that has no folders. */
  private static List<Path> shards(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> members = all.filter(one -> !isHidden(one)).sorted().toList();
      return members.stream().anyMatch(Files::isDirectory)
          ? List.of()
          : members.stream()
              .filter(one -> TarIndex.isCalledAsOne(String.valueOf(one.getFileName())))
              .toList();
    }
  }

  private static boolean isHidden(Path file) {
    return ImageTree.isHidden(String.valueOf(file.getFileName()));
  }

  private FolderListing ofTars(List<Path> files) throws IOException {
    List<TarIndex> tars = new ArrayList<>();
    for (Path file : files) {
      tars.add(TarIndex.of(file, file.toString()));
    }
    if (!WebDataset.isOne(tars)) {
      return FolderListing.of(WrappedTree.unwrapped(ArchiveTree.of(tars, name), name), name);
    }
    Path list = files.get(0).resolveSibling(ImageTree.CLASSES);
    return WebDataset.of(
        tars,
        name,
        Files.isRegularFile(list)
            ? Optional.of(ClassList.read(new PathFile(list)))
            : Optional.empty());
  }

  /**
   * A table in an archive.
   *
   * @param name of the archive, as the user wrote it
   * @param inside the table's name there, without {@code .} and {@code ..}
   */
  private record InArchive(Path archive, String name, String inside) {
    private static final Path TOP = Path.of("/");

    /** The one that a name is of: the first archive in it that is there. */
    static Optional<InArchive> of(String name) {
      for (int end = name.indexOf(INSIDE); end > 0; end = name.indexOf(INSIDE, end + 1)) {
        Path archive = path(name.substring(0, end));
        if (Files.isRegularFile(archive)) {
          Path inside = TOP.resolve(name.substring(end + INSIDE.length())).normalize();
          return Optional.of(
              new InArchive(archive, name.substring(0, end), TOP.relativize(inside).toString()));
        }
      }
      return Optional.empty();
    }
  }

  private Optional<InArchive> inArchive() {
    return Files.exists(path()) ? Optional.empty() : InArchive.of(name);
  }

  private FolderListing ofTableIn(InArchive table) throws IOException {
    if (!LabelTable.isCalledAsOne(table.inside())) {
      throw new IOException(
          "data.root is '%s', but '%s' is not called as a table, which ends in .csv, .tsv or .tab. For the folders in the archive write '%s'."
              .formatted(name, table.inside(), table.name()));
    }
    if (TarIndex.isCalledAsOne(table.name())) {
      return ofTableInTar(table, TarIndex.of(table.archive(), table.name()));
    }
    checkNotCompressed(table.name());
    ZipArchive archive = new ZipArchive(table.archive(), name);
    Closeable use = archive.use();
    try {
      Path file = archive.path("/" + table.inside());
      if (!Files.isRegularFile(file)) {
        throw noSuchTable(table, archive.files());
      }
      TableFolder folder =
          new PathTableFolder(file, path -> new ZippedFile(archive, path.toString()));
      return LabelTable.read(folder, name).in(archive);
    } finally {
      use.close();
    }
  }

  private FolderListing ofTableInTar(InArchive table, TarIndex tar) throws IOException {
    @Nullable TarredFile file = tar.files().get(table.inside());
    if (file != null) {
      return LabelTable.read(new TarTableFolder(tar, file), name);
    }
    @Nullable BadFile bad = tar.refused().get(table.inside());
    throw bad == null
        ? noSuchTable(table, tar.files().keySet())
        : new IOException("data.root is '%s', but no table: %s".formatted(name, bad.reason()));
  }

  private IOException noSuchTable(InArchive table, Collection<String> files) {
    List<String> tables =
        files.stream()
            .filter(LabelTable::isCalledAsOne)
            .filter(one -> Arrays.stream(one.split("/")).noneMatch(ImageTree::isHidden))
            .map(EntryName::shown)
            .sorted()
            .limit(SHOWN)
            .toList();
    return new IOException(
        "data.root is '%s', but %s has no file '%s'. %s"
            .formatted(
                name,
                table.name(),
                table.inside(),
                tables.isEmpty()
                    ? "There is no table in it."
                    : "Tables in it: '%s'.".formatted(String.join("', '", tables))));
  }

  private void checkNotCompressed(String archive) throws IOException {
    String lower = archive.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".gz") || lower.endsWith(".tgz")) {
      throw new IOException(
          "data.root is '%s', but images cannot be read one by one from a file that is compressed as a whole. Unpack it to a .tar with gunzip, and name that."
              .formatted(name));
    }
  }

  private FolderListing ofZip(Path file) throws IOException {
    checkNotCompressed(name);
    ZipArchive archive = new ZipArchive(file, name);
    Closeable use = archive.use();
    try {
      return FolderListing.of(WrappedTree.unwrapped(FolderTree.of(archive, name), name), name)
          .in(archive);
    } finally {
      use.close();
    }
  }
}
