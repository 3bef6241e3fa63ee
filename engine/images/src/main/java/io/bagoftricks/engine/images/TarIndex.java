package io.bagoftricks.engine.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param files by name, in the order of the tar file; of a name that comes twice the last, as tar
 *     has it
 * @param refused files that are not taken, each with the reason, by name
 */
record TarIndex(
    Path file, List<String> folders, Map<String, TarredFile> files, Map<String, BadFile> refused) {
  private static final int BLOCK = 512;

  /**
   * Reads all headers.
   *
   * @param name of the file, for messages
   * @throws IOException if it is no tar file, or cut off; the message is a sentence
   */
  static TarIndex of(Path file, String name) throws IOException {
    List<String> folders = new ArrayList<>();
    Map<String, TarredFile> files = new LinkedHashMap<>();
    Map<String, BadFile> refused = new LinkedHashMap<>();
    long length = Files.size(file);
    for (TarArchiveEntry entry : entries(file, name)) {
      String inside = plain(entry.getName());
      if (entry.isDirectory()) {
        folders.add(inside);
        continue;
      }
      TarredFile tarred = new TarredFile(file, inside, entry.getDataOffset(), entry.getRealSize());
      if (entry.isFile() && tarred.offset() + tarred.size() > length) {
        throw cutOff(name, "'%s' ends behind the file's end".formatted(inside), null);
      }
      String reason = refusal(entry, inside);
      files.remove(inside);
      refused.remove(inside);
      if (reason.isEmpty()) {
        files.put(inside, tarred);
      } else {
        refused.put(inside, new BadFile(tarred.toString(), reason));
      }
    }
    return new TarIndex(file, folders, files, refused);
  }

  private static List<TarArchiveEntry> entries(Path file, String name) throws IOException {
    if (Files.size(file) < BLOCK) {
      throw cutOff(name, "it has %s bytes".formatted(Files.size(file)), null);
    }
    try (TarFile tar = new TarFile(file)) {
      return tar.getEntries();
    } catch (IOException | IllegalArgumentException e) {
      throw cutOff(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException cutOff(String name, String why, @Nullable Exception e) {
    return new IOException(
        "%s is not a tar file that can be read, or it is cut off: %s. Fetch it again; one that is compressed (.tar.gz, .tgz) must be unpacked to a .tar first."
            .formatted(name, why),
        e);
  }

  private static String refusal(TarArchiveEntry entry, String inside) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return "It is a link, which tar files are not searched for. Put the image itself there.";
    }
    if (!entry.isFile()) {
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
