package io.bagoftricks.backends.spi.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;

/**
 * The folder into which native libraries are unpacked, ours and JavaCPP's. Nobody else may write in
 * it or take its place: what lies there runs as this user.
 */
public final class NativeCache {
  private static final String REMEDY =
      "Set %s (or -D%s) to a folder that is yours alone, or that is not there yet below folders that only you or the system may write; it needs about 0.6 GB."
          .formatted(CacheChoice.VARIABLE, CacheChoice.PROPERTY);

  private final Path folder;

  private NativeCache(Path folder) {
    this.folder = folder;
  }

  /**
   * Chooses the folder, makes it where it is missing, and has JavaCPP use it. Before the first
   * library is loaded, those that lie there are compared with the jars that they are from, and
   * replaced where they differ. Call it before anything loads JavaCPP's libraries.
   *
   * @return the cache in that folder
   * @throws NativeCacheException if there is no folder that is safe, writable, and may hold code
   */
  public static NativeCache open() {
    return open(System.getProperties(), System.getenv());
  }

  private static NativeCache open(Properties properties, Map<String, String> environment) {
    try {
      Account account = Account.own();
      CacheChoice choice = CacheChoice.of(properties, environment, account.id());
      Path chosen = choose(choice, account, Mounts.own());
      properties.setProperty(CacheChoice.JAVACPP, chosen.toString());
      Path used = Loader.getCacheDir().toPath();
      if (!used.equals(chosen.toRealPath())) {
        requireSafe(used, account); // another program has begun to use JavaCPP before
      }
      if (Loader.getLoadedLibraries().isEmpty()) {
        new CachedLibraries(used, NativeCache.class.getClassLoader()).check();
      }
      return new NativeCache(used);
    } catch (IOException e) {
      throw new UncheckedIOException("The cache of native libraries cannot be used", e);
    }
  }

  /**
   * Without links.
   *
   * @return the folder, its links resolved
   */
  public Path folder() {
    return folder;
  }

  /**
   * Unpacks a library of our own, in a file that is named by the hash of its bytes.
   *
   * @param resource a few hundred kilobytes; its name ends in {@code .so}
   * @return the file, and the hash of its bytes
   * @throws IOException if it cannot be read or written
   */
  public OwnLibrary unpack(URL resource) throws IOException {
    return OwnLibrary.unpack(folder, resource);
  }

  /**
   * The first folder that will do.
   *
   * @throws NativeCacheException with the reasons, if none will
   */
  static Path choose(CacheChoice choice, Account account, Mounts mounts) {
    List<String> reasons = new ArrayList<>();
    for (String name : choice.folders()) {
      Optional<String> reason;
      try {
        Path folder = Path.of(name).normalize();
        reason = problem(folder, choice.shared(), account, mounts);
        if (reason.isEmpty()) {
          return folder;
        }
      } catch (InvalidPathException e) {
        reason =
            Optional.of(
                "Java cannot use this name (%s); for characters beyond ASCII set LC_ALL=C.UTF-8"
                    .formatted(e.getReason()));
      } catch (IOException e) {
        reason = Optional.of("it cannot be used: " + e);
      }
      reasons.add("'%s': %s".formatted(name, reason.get()));
    }
    throw new NativeCacheException(
        "[natives/no-cache] Native libraries must be unpacked, but no folder can be used for it%s. %s. %s"
            .formatted(
                choice.setting().isEmpty() ? "" : " (set by " + choice.setting() + ")",
                String.join("; ", reasons),
                REMEDY));
  }

  private static Optional<String> problem(
      Path folder, boolean shared, Account account, Mounts mounts) throws IOException {
    if (!folder.isAbsolute()) {
      return Optional.of("it must be absolute, with a / at its start");
    }
    Optional<String> danger = account.danger(folder);
    if (danger.isPresent()) {
      return danger.map(reason -> reason + ", and could put code of theirs into its place");
    }
    if (mounts.forbidExecution(real(folder))) {
      return Optional.of(
          "its file system is mounted with 'noexec', so no library can be loaded from it");
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        return Optional.of("it is not there and cannot be made (%s)".formatted(e));
      }
    }
    Optional<String> foreign = account.notOwn(folder);
    if (foreign.isEmpty() && !shared) {
      foreign = Account.notPrivate(folder);
    }
    if (foreign.isPresent()) {
      return foreign;
    }
    if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
      return Optional.of("it cannot be written");
    }
    return Optional.empty();
  }

  /** A path as it will be without links, when it is there. */
  private static Path real(Path folder) throws IOException {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(folder)).normalize();
  }

  /** Refuses a folder from which code of another user could be loaded. */
  static void requireSafe(Path folder, Account account) throws IOException {
    Optional<String> danger = account.danger(folder).or(() -> foreign(folder, account));
    if (danger.isPresent()) {
      throw new NativeCacheException(
          "[natives/unsafe-cache] JavaCPP, which something has used before, unpacks its libraries into '%s', but %s. Set -D%s to a folder that only you may write, or open a backend before anything else uses JavaCPP."
              .formatted(folder, danger.get(), CacheChoice.JAVACPP));
    }
  }

  private static Optional<String> foreign(Path folder, Account account) {
    try {
      return account.notOwn(folder);
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e);
    }
  }
}
