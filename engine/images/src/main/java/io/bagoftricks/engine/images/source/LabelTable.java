package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.PathFile;
import io.bagoftricks.engine.text.OneLine;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table of image files, {@code path,label} and perhaps {@code split}, with commas or tabs between
 * them and quotes around what has some of its own (RFC 4180). Paths are relative to the table's
 * folder, and may not lead out of it.
 */
public final class LabelTable {
  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final String SPLIT = "split";
  private static final int SHOWN = 120;

  private final Path file;
  private final String name;
  private final Path folder;
  private final Path real;
  private final LabeledFiles files;
  private final Map<Path, Long> lines = new HashMap<>();

  private LabelTable(Path file, String name, Path folder) throws IOException {
    this.file = file;
    this.name = name;
    this.folder = folder;
    this.real = folder.toRealPath();
    this.files = new LabeledFiles(name);
  }

  /** Whether a file is called as a table. */
  static boolean isCalledAsOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".csv") || isOfTabs(lower);
  }

  private static boolean isOfTabs(String lower) {
    return lower.endsWith(".tsv") || lower.endsWith(".tab");
  }

  /**
   * Reads a table.
   *
   * @param name of the file, for messages
   * @throws IOException if it is none, or a row is wrong; the message names the line
   */
  static FolderListing read(Path file, String name) throws IOException {
    Path folder = file.resolveSibling("");
    LabelTable table = new LabelTable(file, name, folder);
    table.rows();
    Path list = folder.resolve(ImageTree.CLASSES);
    return table.files.listing(
        Files.isRegularFile(list)
            ? Optional.of(ClassList.read(new PathFile(list)))
            : Optional.empty());
  }

  private void rows() throws IOException {
    boolean tabs = isOfTabs(name.toLowerCase(Locale.ROOT));
    CSVFormat format =
        (tabs ? CSVFormat.RFC4180.builder().setDelimiter('\t') : CSVFormat.RFC4180.builder())
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    try (Reader text = Utf8.reader(Files.newInputStream(file));
        CSVParser rows = CSVParser.builder().setReader(text).setFormat(format).get()) {
      checkHeader(rows.getHeaderNames(), tabs);
      checkNoneIsTwice(rows.getHeaderNames());
      for (CSVRecord row : rows) {
        add(row, rows.getCurrentLineNumber());
      }
    } catch (CharacterCodingException e) {
      throw Utf8.fault(name, e);
    } catch (CSVException | IllegalArgumentException e) {
      throw damaged(e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException coding
          ? Utf8.fault(name, coding)
          : damaged(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private IOException damaged(Exception e) {
    return new IOException(
        "%s is not a table that can be read: %s. Quote what has a comma, a quote or a line break in it, and double the quotes."
            .formatted(name, OneLine.of(String.valueOf(e.getMessage()), SHOWN)),
        e);
  }

  private void checkHeader(List<String> columns, boolean tabs) throws IOException {
    for (String column : List.of(PATH, LABEL)) {
      if (columns.stream().noneMatch(column::equalsIgnoreCase)) {
        throw new IOException(
            "%s has no column '%s', but its first line must name the columns path and label, and may name split, with %s between them. It reads: %s"
                .formatted(
                    name,
                    column,
                    tabs ? "tabs" : "commas",
                    OneLine.of(String.join(tabs ? "\t" : ",", columns), SHOWN)));
      }
    }
  }

  private void checkNoneIsTwice(List<String> columns) throws IOException {
    Set<String> known = new HashSet<>();
    for (String column : columns) {
      if (!known.add(column.toLowerCase(Locale.ROOT))) {
        throw new IOException(
            "%s has the column '%s' twice. Rename one of them, or take it out."
                .formatted(name, OneLine.of(column, SHOWN)));
      }
    }
  }

  private void add(CSVRecord row, long line) throws IOException {
    String where = "%s, line %s".formatted(name, line);
    if (!row.isConsistent()) {
      throw new IOException(
          "%s: there are %s values, but %s columns. Quote what has a comma in it."
              .formatted(where, row.size(), row.getParser().getHeaderNames().size()));
    }
    String path = row.get(PATH);
    String label = row.get(LABEL);
    if (path.isEmpty() || label.isEmpty()) {
      throw new IOException(
          "%s: the %s is empty. Each line needs both."
              .formatted(where, path.isEmpty() ? PATH : LABEL));
    }
    Split split = row.isMapped(SPLIT) ? split(row.get(SPLIT), where) : Split.TRAIN;
    Path image;
    try {
      image = folder.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new IOException("%s: '%s' is not a path.".formatted(where, OneLine.of(path)), e);
    }
    @Nullable Long before = lines.putIfAbsent(image, line);
    if (before != null) {
      throw new IOException(
          "%s: '%s' is in line %s already. Keep one of them: an image has one label."
              .formatted(where, OneLine.of(path, SHOWN), before));
    }
    String reason = refusal(image);
    if (reason.isEmpty()) {
      files.add(split, new PathFile(image), new FileLabel(label, where));
    } else {
      files.refuse(
          split, new BadFile(image.toString(), reason), Optional.of(new FileLabel(label, where)));
    }
  }

  private static Split split(String text, String where) throws IOException {
    return SplitNames.of(text)
        .orElseThrow(
            () ->
                new IOException(
                    "%s: the split is '%s', but must be %s."
                        .formatted(where, OneLine.of(text, SHOWN), SplitNames.ALL)));
  }

  private String refusal(Path image) throws IOException {
    if (!image.startsWith(folder)) {
      return "It lies outside of the table's folder. Put the table above the images.";
    }
    if (!Files.exists(image, LinkOption.NOFOLLOW_LINKS)) {
      return "There is no such file.";
    }
    boolean linked = Files.exists(image) && !image.toRealPath().startsWith(real);
    return linked ? "It is a link that leads out of the folder." : FolderTree.refusal(image, real);
  }
}
