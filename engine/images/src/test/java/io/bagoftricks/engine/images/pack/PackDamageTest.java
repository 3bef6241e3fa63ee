package io.bagoftricks.engine.images.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.images.ImageDecoder;
import io.bagoftricks.engine.images.SystemFaultException;
import io.bagoftricks.engine.images.source.DataPath;
import io.bagoftricks.engine.images.source.PackData;
import io.bagoftricks.engine.images.source.PackSource;
import io.bagoftricks.engine.images.source.PhotoFolder;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that is damaged is refused, or its damaged image is named. */
final class PackDamageTest {
  private static final int ENTRY = 40;

  @TempDir private Path folder;
  private Path pack;
  private Path index;

  @BeforeEach
  void make() throws IOException {
    DataSource photos = DataPath.of(PhotoFolder.in(folder.resolve("photos")).toString());
    pack = folder.resolve("a.pack");
    index = pack.resolve("pack.index");
    Packing.pack(Disk.local(), photos, pack, PackOptions.lossless(), count -> {}, 8000);
  }

  @Test
  void everyByteOfTheIndexIsUnderItsChecksum() throws IOException {
    byte[] good = Files.readAllBytes(index);
    for (int i = 0; i < good.length; i++) {
      byte[] bytes = good.clone();
      bytes[i] ^= 4;
      Files.write(index, bytes);
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(index + " cannot be used: it")
          .hasMessageEndingWith("or delete it and make it anew with 'tricks data pack'.");
    }
    Files.write(index, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(this::open).hasMessageContaining("its bytes are not those that were");
    Files.write(index, new byte[3]);
    assertThatThrownBy(this::open).hasMessageContaining("it has 3 bytes, which no index has");
  }

  @Test
  void aSegmentThatIsMissingShortOrAnotherIsRefused() throws IOException {
    Path segment = pack.resolve("00001.segment");
    byte[] good = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(this::open)
        .hasMessageStartingWith(
            "%s cannot be used: it has %s bytes instead of %s. "
                .formatted(segment, good.length - 1, good.length));
    byte[] other = good.clone();
    other[12] = 2;
    Files.write(segment, other);
    assertThatThrownBy(this::open).hasMessageContaining("it does not begin as segment 1 does");
    Files.delete(segment);
    assertThatThrownBy(this::open).hasMessageStartingWith(segment + " is not there. Fetch");
    Files.delete(index);
    assertThatThrownBy(() -> new PackSource(PackData.defaults().lenientAt(pack + "")).facts())
        .hasMessageContaining("there is no pack at " + pack);
  }

  @Test
  void aDamagedImageIsNamedAndReplaced() throws IOException {
    Dataset before = open().open(Split.TRAIN);
    float[][] next = before.read(1).planes();
    assertThat(before.faults()).isEmpty();
    Path segment = pack.resolve("00000.segment");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[16 + 400] ^= 1;
    Files.write(segment, bytes);

    Dataset images = open().open(Split.TRAIN);
    assertThat(images.read(0).planes()).isDeepEqualTo(next);
    assertThat(images.faults())
        .containsExactly(
            pack
                + "!/train/cat/0.jpg: It is damaged: its bytes are not those that were written."
                + " Fetch the pack again, or make it anew.");
    assertThatThrownBy(() -> images.stored(0)).isInstanceOf(IOException.class);
  }

  @Test
  void aSegmentThatBecomesShorterWhileItIsReadEndsNothingButItsImages() throws IOException {
    Dataset images = open().open(Split.TEST);
    for (int i = 0; i < 2; i++) {
      try (FileChannel file =
          FileChannel.open(pack.resolve("0000" + i + ".segment"), StandardOpenOption.WRITE)) {
        file.truncate(16);
      }
    }
    assertThatThrownBy(() -> images.read(3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Its segment has 16 bytes now instead of ");
  }

  /** Its images may be whole. */
  @Test
  void aSegmentThatTheSystemDoesNotOpenIsNoBadFile() throws IOException {
    Dataset images = open().open(Split.TEST);
    for (int i = 0; i < 2; i++) {
      Path segment = pack.resolve("0000" + i + ".segment");
      Files.delete(segment);
      Files.createSymbolicLink(segment, segment); // too many levels of links
    }

    assertThatThrownBy(() -> images.read(3))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(" could not be read: Too many levels of symbolic links");
    assertThat(images.faults()).isEmpty();
  }

  /** A picture that is open has its bytes; what is opened later is a bad file. */
  @Test
  void aSegmentThatIsCutOrGoneAfterAPictureWasOpenedDoesNotChangeIt() throws IOException {
    DataSource photos = DataPath.of(folder.resolve("photos").toString());
    Path pixels = folder.resolve("pixels.pack");
    Packing.pack(Disk.local(), photos, pixels, PackOptions.ofPixels(), count -> {});
    Path segment = pixels.resolve("00000.segment");
    Dataset images = DataPath.of(pixels.toString()).open(Split.TRAIN);
    float[][] before = images.read(0).planes();
    try (Picture picture = images.picture(0).orElseThrow();
        FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.truncate(16);
      assertThat(ImageDecoder.image(picture).planes()).isDeepEqualTo(before);
    }
    Files.delete(segment);
    assertThatThrownBy(() -> images.read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Its segment, %s, is not there now. Leave a pack alone while it is read."
                .formatted(segment));
  }

  @Test
  void anIndexThatClaimsWhatCannotBeIsRefusedThoughItsChecksumFits() throws IOException {
    byte[] good = Files.readAllBytes(index);
    ByteBuffer head = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    int first = 56 + 8 * head.getInt(24) + 8 * head.getInt(28);
    int last = first + ENTRY * 13;
    for (int at : new int[] {0, 4, 8, 16, 20, 24, 28, 32, 36}) {
      for (int value : new int[] {-1, Integer.MAX_VALUE, 0x7F7F7F7F, Integer.MIN_VALUE}) {
        byte[] bytes = good.clone();
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((at < 28 ? first : last) + at, value);
        if ((at == 20 || at == 24) && value > 0) {
          continue; // any size, for a file
        }
        assertRefused(bytes);
      }
    }
    for (int at = 12; at < 56; at += 4) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, -5);
      assertRefused(bytes);
    }
    Files.write(index, sealed(good));
    assertThat(open().open(Split.TRAIN).size()).isEqualTo(10);
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Files.write(index, sealed(bytes));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(index + " cannot be used: ");
  }

  private static byte[] sealed(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, bytes.length - 32);
      byte[] sealed = bytes.clone();
      System.arraycopy(digest.digest(), 0, sealed, bytes.length - 32, 32);
      return sealed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private DataSource open() throws IOException {
    return DataPath.of(pack.toString());
  }
}
