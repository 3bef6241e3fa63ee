package io.bagoftricks.engine.images.source;

import static io.bagoftricks.engine.images.source.PixelData.data;
import static io.bagoftricks.engine.images.source.PixelData.pixel;
import static io.bagoftricks.engine.images.source.PixelData.put;
import static io.bagoftricks.engine.images.source.PixelData.tar;
import static io.bagoftricks.engine.images.source.PixelData.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tar files that end too early or too late, have a name twice, or files in a form of their own. */
final class TarIndexTest {
  private static final int BLOCK = 512;

  @TempDir private Path folder;
  private Path file;
  private byte[] whole;
  private int end;

  /** Three images; the last is followed by two blocks of zeros, and more to fill 10 KiB. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("x.tar");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/1.png", pixel(1));
    files.put("a/2.png", pixel(2));
    files.put("b/3.png", pixel(3));
    whole = Files.readAllBytes(tar(file, files));
    int last = whole.length;
    while (whole[last - 1] == 0) {
      last--;
    }
    end = (last + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** At the header of an entry, in it, and in the first block of zeros. */
  @Test
  void aFileWithoutItsEndIsRefused() throws IOException {
    for (int length = 0; length < end + BLOCK; length += length % BLOCK == 0 ? 200 : 312) {
      assertFault(
          Arrays.copyOf(whole, length), "is not a tar file that can be read, or it is cut off");
    }
    assertFault(Arrays.copyOf(whole, end), "it has no end, which is a block of 512 zeros");
  }

  /** As a PAX header may have them. */
  @Test
  @Timeout(60)
  void aNameWithoutEndIsABadFile() throws IOException {
    String deep = "a/".repeat(10_000);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/1.png", pixel(1));
    files.put(deep + "2.png", pixel(2));
    files.put("a/" + "x".repeat(5_000) + ".png", pixel(3));

    Dataset images = data(tar(folder.resolve("deep.tar"), files), 1).open(Split.TRAIN);

    assertThat(values(images)).containsExactly("0:1");
    assertThat(images.faults())
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).contains("deep.tar!/a/").hasSizeLessThan(400))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains(
                        "Its name has 20005 characters in 10000 folders, and may have at most 4096"
                            + " in 100."));
  }

  /** Two blocks of zeros are the rule, more are usual, and one is enough. */
  @Test
  void allBlocksOfZerosButOneMayLack() throws IOException {
    for (int length = end + BLOCK; length <= whole.length + BLOCK; length += BLOCK) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(values(data(file, 0).open(Split.TRAIN))).containsExactly("0:1", "0:2", "1:3");
    }
  }

  @Test
  void whatLiesBehindTheEndIsNotLeftOut() throws IOException {
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    assertFault(twice, "x.tar has more behind its end, at byte " + whole.length + ". Tar files");
    byte[] other = whole.clone();
    other[end + BLOCK] = 1;
    assertFault(other, "has more behind its end, at byte " + (end + BLOCK));
  }

  @Test
  void aNameThatComesTwiceIsRefused() throws IOException {
    for (String second : new String[] {"a/1.png", "./a/1.png"}) {
      try (OutputStream out = Files.newOutputStream(file);
          TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
        put(entries, "a/", new byte[0]);
        put(entries, "a/1.png", pixel(1));
        put(entries, "a/", new byte[0]);
        put(entries, second, pixel(2));
      }
      assertFault(
          Files.readAllBytes(file), "has 'a/1.png' twice. Make the tar file anew with one of them");
    }
  }

  @Test
  void aDamagedHeaderIsRefused() throws IOException {
    whole[0] = 'c';
    assertFault(whole, "the header of 'c/1.png' is damaged");
  }

  /** As GNU tar stores it by default; its length is more than the whole tar file has. */
  @Test
  void aFileWithHolesIsNamedAndTheOthersAreRead() throws IOException {
    whole[156] = 'S';
    write("ustar  \0", 257);
    write("00003641077\0" + "00000000001\0", 386);
    write("00003641100\0", 483);
    sign();
    Files.write(file, whole);

    Dataset images = data(file, 1).open(Split.TRAIN);

    assertThat(values(images)).containsExactly("0:2", "1:3");
    assertThat(images.faults())
        .containsExactly(
            file
                + "!/a/1.png: It is stored with holes (sparse). Make the tar file anew, with whole"
                + " files.");
  }

  @Test
  void aClassWhoseImagesAreAllRefusedIsAClass() throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
      TarArchiveEntry link = new TarArchiveEntry("a/1.png", TarConstants.LF_SYMLINK);
      link.setLinkName("elsewhere.png");
      entries.putArchiveEntry(link);
      entries.closeArchiveEntry();
      put(entries, "b/2.png", pixel(2));
    }
    assertThat(data(file, 1).labelNames()).containsExactly("a", "b");
  }

  /** As GNU tar stores it in POSIX's format. */
  @Test
  void aFileWithHolesBehindWhichNoneIsFoundIsNamed() throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
      special(
          entries,
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n30 GNU.sparse.name=a/hole.png\n27"
              + " GNU.sparse.realsize=500\n");
      put(entries, "a/1.png", Arrays.copyOf("1\n0\n5\n".getBytes(StandardCharsets.UTF_8), 517));
      put(entries, "b/2.png", pixel(2));
    }
    assertFault(
        Files.readAllBytes(file),
        "x.tar: 'a/hole.png' is stored with holes (sparse), behind which no other file can be"
            + " found.");
  }

  @Test
  void whatIsNoFileIsNotCalledEmpty() throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream entries = new TarArchiveOutputStream(out)) {
      put(entries, "a/1.png", pixel(1));
      entries.putArchiveEntry(new TarArchiveEntry("a/pipe.png", TarConstants.LF_FIFO));
      entries.closeArchiveEntry();
    }
    assertThat(data(file, 1).open(Split.TRAIN).faults())
        .containsExactly(file + "!/a/pipe.png: It is not a file.");
  }

  private static void special(TarArchiveOutputStream entries, byte type, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry("special", type);
    entry.setSize(content.length);
    entries.putArchiveEntry(entry);
    entries.write(content);
    entries.closeArchiveEntry();
  }

  private void write(String text, int at) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, whole, at, bytes.length);
  }

  /** Makes the sum of the first header right again. */
  private void sign() {
    write("        ", 148);
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += whole[i] & 0xff;
    }
    write(String.format(Locale.ROOT, "%06o\0 ", sum), 148);
  }

  private void assertFault(byte[] content, String message) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> data(file, 1).facts())
        .as("%s bytes", content.length)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
