package io.bagoftricks.engine.images.source;

import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageFile;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
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
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of image files, {@code path,label} and perhaps {@code split}, with commas or tabs between
 * them and quotes around what has some of its own (RFC 4180). Paths are relative to the table's
 * folder, and may not lead out of it.
 */
final class LabelTable {
  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final String SPLIT = "split";
  private static final int SHOWN = 120;
  private static final long MOST_BYTES = 512L << 20;

  private final TableFolder folder;
  private final String name;
  private final LabeledFiles files;
  private final Map<String, Long> lines = new HashMap<>();

  private LabelTable(TableFolder folder, String name) {
    this.folder = folder;
    this.name = name;
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
   * Reads the table of a folder.
   *
   * @param name of the file, for messages
   * @throws IOException if it is none, or a row is wrong; the message names the line
   */
  static FolderListing read(TableFolder folder, String name) throws IOException {
    LabelTable table = new LabelTable(folder, name);
    table.rows();
    Optional<ImageFile> list = folder.classes();
    return table.files.listing(
        list.isPresent() ? Optional.of(ClassList.read(list.get())) : Optional.empty());
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
            .setAllowMissingColumnNames(true) // as pandas calls its row numbers
            .get();
    try (Reader text = Utf8.reader(bounded(folder.table()));
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
    } catch (UncheckedIOException e) { // from the middle of a row
      throw unreadable(Objects.requireNonNull(e.getCause()));
    }
  }

  /** A few bytes in an archive may become a text without end. */
  private InputStream bounded(InputStream text) throws IOException {
    return BoundedInputStream.builder()
        .setInputStream(text)
        .setMaxCount(MOST_BYTES)
        .setOnMaxCount(
            (most, count) -> {
              throw new TooLongException(
                  "%s is longer than %s MiB. Divide it, and its images, into several data sets."
                      .formatted(name, MOST_BYTES >> 20));
            })
        .get();
  }

  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(String message) {
      super(message);
    }
  }

  private IOException unreadable(IOException e) {
    if (e instanceof TooLongException) {
      return e;
    }
    if (e instanceof CharacterCodingException) {
      return Utf8.fault(name, e);
    }
    return e instanceof CSVException
        ? damaged(e)
        : new IOException("%s could not be read: %s.".formatted(name, StorageProblems.words(e)), e);
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
      if (!column.isEmpty() && !known.add(column.toLowerCase(Locale.ROOT))) {
        throw new IOException(
            "%s has the column '%s' twice. Rename one of them, or take it out."
                .formatted(name, OneLine.of(column, SHOWN)));
      }
    }
  }

  private void add(CSVRecord row, long line) throws IOException {
    String where = "%s, line %s".formatted(name, line);
    if (row.size() != row.getParser().getHeaderNames().size()) {
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
    TableFolder.Named image;
    try {
      image = folder.file(path);
    } catch (InvalidPathException e) {
      throw new IOException("%s: '%s' is not a path.".formatted(where, OneLine.of(path)), e);
    }
    @Nullable Long before = lines.putIfAbsent(image.place(), line);
    if (before != null) {
      throw new IOException(
          "%s: '%s' is in line %s already. Keep one of them: an image has one label."
              .formatted(where, OneLine.of(path, SHOWN), before));
    }
    FileLabel text = new FileLabel(label, where);
    if (image.refusal().isEmpty()) {
      files.add(split, image.file(), text);
    } else {
      BadFile bad = new BadFile(image.file().toString(), image.refusal());
      files.refuse(split, bad, Optional.of(text));
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
}
