package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.image;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that labels in a table mean. */
final class LabeledFilesTest {
  @TempDir private Path folder;

  /** Else the labels behind it would be others. */
  @Test
  void aClassIsThereThoughAllItsImagesAreMissing() throws IOException {
    Path table = labels("a", "b", "c");
    Files.delete(folder.resolve("1.png"));
    assertThat(data(table, 1).labelNames()).containsExactly("a", "b", "c");
    assertThat(values(data(table, 1).open(Split.TRAIN))).containsExactly("0:1", "2:3");
    labels("0", "2", "1");
    Files.delete(folder.resolve("1.png"));
    assertThat(data(table, 1).labelNames()).containsExactly("0", "1", "2");
  }

  @Test
  void aFewThatAreNotNumbersAreRefused() throws IOException {
    for (String slip : List.of("-1", "01", "1.0", "+1", "cat", "1e3")) {
      assertFault(
          labels("0", slip, "1"),
          "labels.csv, line 3: the label is '%s', but 2 of 3 labels to learn are whole numbers, 0"
                  .formatted(slip)
              + " and up without a sign or a zero in front. Correct it; if all are names, list them"
              + " in classes.txt, one per line.");
    }
    List<String> most = new ArrayList<>(Collections.nCopies(27, "1"));
    most.addAll(List.of("-1", "x", "01"));
    assertFault(labels(most.toArray(new String[0])), "the label is '-1', but 27 of 30");
    most.add("y");
    assertThat(data(labels(most.toArray(new String[0])), 0).labelNames())
        .containsExactly("-1", "01", "1", "x", "y");
  }

  @Test
  void aListMakesNamesOfThem() throws IOException {
    Path table = labels("0", "-1", "1");
    Files.writeString(folder.resolve("classes.txt"), "-1\n0\n1\n");
    assertThat(values(data(table, 0).open(Split.TRAIN))).containsExactly("0:2", "1:1", "2:3");
    Files.writeString(folder.resolve("classes.txt"), "7\n2000000000\n");
    assertThat(values(data(labels("2000000000", "7"), 0).open(Split.TRAIN)))
        .containsExactly("0:2", "1:1");
  }

  @Test
  void numbersThatAreTooHighForClassesAreRefused() throws IOException {
    for (String high : List.of("40000", "2000000000", "99999999999", "9".repeat(40))) {
      assertFault(
          labels("0", high, "1"),
          "line 3: the label is %s, but numbers of classes must be below 32768. Number them from 0,"
              .formatted(high));
    }
  }

  @Test
  void namesMayBeNumbersInPart() throws IOException {
    assertThat(data(labels("-1", "1"), 0).labelNames()).containsExactly("-1", "1");
    assertThat(data(labels("a", "0", "b", "1"), 0).labelNames())
        .containsExactly("0", "1", "a", "b");
    List<String> digits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      digits.add((i < 10 ? "0" : "") + i);
    }
    assertThat(data(labels(digits.toArray(new String[0])), 0).labelNames())
        .containsExactlyElementsOf(digits);
  }

  /** A number is the place of a name only where the names are listed, and are not numbers. */
  @Test
  void aNumberIsNotAnotherName() throws IOException {
    labels("a", "b");
    Path table =
        Files.writeString(
            folder.resolve("labels.csv"), "path,label,split\n0.png,a,train\n1.png,0,val\n");
    assertFault(table, "line 3: the label is '0', but there is no such class to learn: a.");
    Files.writeString(folder.resolve("classes.txt"), "1\n2\n3\n");
    assertFault(labels("1", "0"), "line 3: the label is '0', but there is no such class to learn:");
    Files.writeString(folder.resolve("classes.txt"), "x\ny\n3\n");
    assertThat(values(data(labels("1", "0"), 0).open(Split.TRAIN))).containsExactly("0:2", "1:1");
  }

  @Test
  void aDamagedTableIsDescribedInWords() throws IOException {
    for (String table : List.of("path,label\n0.png,\"a\n", "path,label\n0.png,\"a\"b\n")) {
      Path file = Files.writeString(folder.resolve("labels.csv"), table);
      assertThatThrownBy(() -> data(file, 0).facts())
          .hasMessageContaining("labels.csv is not a table that can be read: ")
          .hasMessageNotContaining("Exception");
    }
  }

  /** As pandas writes them, with row numbers, and spreadsheets, with empty columns. */
  @Test
  void columnsWithoutANameAreNotLookedAt() throws IOException {
    image(folder, "0.png", 1);
    image(folder, "1.png", 2);
    for (String table :
        List.of(
            ",path,label\n0,0.png,cat\n1,1.png,dog\n",
            ",,path,label\n0,0,0.png,cat\n0,1,1.png,dog\n",
            "path,label,,\n0.png,cat,,\n1.png,dog,,\n")) {
      Path file = Files.writeString(folder.resolve("labels.csv"), table);
      assertThat(data(file, 1).facts().classes()).describedAs(table).isEqualTo(2);
    }
    Path tooFew = Files.writeString(folder.resolve("labels.csv"), ",path,label\n0.png,cat\n");
    assertFault(tooFew, "labels.csv, line 2: there are 2 values, but 3 columns.");
  }

  private Path labels(String... labels) throws IOException {
    StringBuilder table = new StringBuilder("path,label\n");
    for (int i = 0; i < labels.length; i++) {
      image(folder, i + ".png", i + 1);
      table.append("%s.png,%s\n".formatted(i, labels[i]));
    }
    return Files.writeString(folder.resolve("labels.csv"), table);
  }

  private static void assertFault(Path table, String message) {
    assertThatThrownBy(() -> data(table, 1).facts())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
