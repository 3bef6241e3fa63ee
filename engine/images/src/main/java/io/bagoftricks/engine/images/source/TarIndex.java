package io.bagoftricks.engine.images.source;

import io.bagoftricks.engine.images.PathFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar file and where they lie, taken from its headers. Nothing is unpacked.
 *
 * @param file the tar file
 * @param folders names without the last slash
 * @param files by name, in the order of the tar file
 * @param refused files that are not taken, each with the reason, by name
 */
record TarIndex(
    Path file, List<String> folders, Map<String, TarredFile> files, Map<String, BadFile> refused) {
  private static final int BLOCK = 512;

  /**
   * Reads all headers.
   *
   * @param name of the file, for messages
   * @throws IOException if it is not a tar file, is cut off, has more behind its end or a name
   *     twice; the message is a sentence
   */
  static TarIndex of(Path file, String name) throws IOException {
    List<String> folders = new ArrayList<>();
    Map<String, TarredFile> files = new LinkedHashMap<>();
    Map<String, BadFile> refused = new LinkedHashMap<>();
    List<TarArchiveEntry> entries = entries(file, name);
    for (TarArchiveEntry entry : entries) {
      String inside = plain(entry.getName());
      checkHeader(entry, inside, name);
      String tooLong = EntryName.refusal(inside);
      if (entry.isDirectory()) {
        if (tooLong.isEmpty()) {
          folders.add(inside);
        }
        continue;
      }
      if (files.containsKey(inside) || refused.containsKey(inside)) {
        throw new IOException(
            "%s has '%s' twice. Make the tar file anew with one of them.".formatted(name, inside));
      }
      TarredFile tarred = new TarredFile(file, inside, entry.getDataOffset(), entry.getSize());
      String reason = refusal(entry, inside);
      if (!tooLong.isEmpty()) {
        refused.put(inside, new BadFile(file + "!/" + EntryName.shown(inside), tooLong));
      } else if (reason.isEmpty()) {
        files.put(inside, tarred);
      } else {
        refused.put(inside, new BadFile(tarred.toString(), reason));
      }
    }
    checkEnd(file, entries.isEmpty() ? 0 : end(entries.get(entries.size() - 1)), name);
    return new TarIndex(file, folders, files, refused);
  }

  private static List<TarArchiveEntry> entries(Path file, String name) throws IOException {
    if (Files.size(file) < BLOCK) {
      throw cutOff(name, "it has %s bytes".formatted(Files.size(file)), null);
    }
    try (TarFile tar = new TarFile(file)) {
      return tar.getEntries();
    } catch (AccessDeniedException e) {
      throw e; // nothing is known of the tar file
    } catch (IOException | IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
      throw cutOff(name, why + " (files with holes, which tar calls sparse, may be the reason)", e);
    }
  }

  private static void checkHeader(TarArchiveEntry entry, String inside, String name)
      throws IOException {
    if (entry.isPaxGNU1XSparse()) {
      throw new IOException(
          "%s: '%s' is stored with holes (sparse), behind which no other file can be found. Make the tar file anew, with whole files."
              .formatted(name, inside));
    }
    if (!entry.isCheckSumOK()) {
      throw cutOff(name, "the header of '%s' is damaged".formatted(inside), null);
    }
  }

  /** Where the header behind an entry lies. */
  private static long end(TarArchiveEntry entry) {
    return entry.getDataOffset() + (entry.getSize() + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Behind the last entry lies a block of zeros, and nothing but zeros. */
  private static void checkEnd(Path file, long end, String name) throws IOException {
    byte[] zeros = new byte[BLOCK];
    long at = end;
    try (InputStream rest = Channels.newInputStream(new PathFile(file).open().position(end))) {
      for (byte[] read = rest.readNBytes(BLOCK); read.length > 0; read = rest.readNBytes(BLOCK)) {
        if (!Arrays.equals(read, 0, read.length, zeros, 0, read.length)) {
          break;
        }
        at += read.length;
      }
    }
    if (at < end + BLOCK) {
      throw cutOff(name, "it has no end, which is a block of %s zeros".formatted(BLOCK), null);
    }
    if (at < Files.size(file)) {
      throw new IOException(
          "%s has more behind its end, at byte %s. Tar files that were joined as they are (cat) must be files of their own again: put them into one folder, and name that."
              .formatted(name, at));
    }
  }

  private static IOException cutOff(String name, String why, @Nullable Exception e) {
    return new IOException(
        "%s is not a tar file that can be read, or it is cut off: %s. Fetch it again, or make it anew; one that is compressed (.tar.gz, .tgz) must be unpacked to a .tar first."
            .formatted(name, why),
        e);
  }

  private static String refusal(TarArchiveEntry entry, String inside) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return "It is a link, which tar files are not searched for. Put the image itself there.";
    }
    if (!entry.isFile() || entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) {
      return "It is not a file.";
    }
    if (entry.isSparse()) {
      return "It is stored with holes (sparse). Make the tar file anew, with whole files.";
    }
    if ((inside + "/").startsWith("../") || inside.contains("/../")) {
      return "Its name leads out of the tar file.";
    }
    return entry.getSize() == 0 ? "The file is empty." : "";
  }

  /** Without a slash or {@code ./} in front, and without a slash at the end. */
  private static String plain(String name) {
    String inside = name.replaceFirst("^(\\.?/+)+", "");
    return inside.endsWith("/") ? inside.substring(0, inside.length() - 1) : inside;
  }

  /** Whether a file is called as a tar file. */
  static boolean isCalledAsOne(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".tar");
  }
}
