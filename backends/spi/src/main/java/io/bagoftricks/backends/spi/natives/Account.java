package io.bagoftricks.backends.spi.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Who this process is for the file system, and what others could do to a path.
 *
 * @param id of the user
 * @param system the user who owns the root of the file system, and with it everything
 */
record Account(int id, int system) {
  private static final Path OWN_PROCESS = Path.of("/proc/self");
  private static final int MOST_LINKS = 40;
  private static final int PERMISSIONS = 0777;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int OTHERS_DO_ANYTHING = 0077;

  /** The owner, mode and kind of a path itself, not of the target of a link. */
  private record Status(int owner, int mode, boolean link, boolean folder) {
    static Status of(Path path) throws IOException {
      PosixFileAttributes kind =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Status(
          number(path, "uid", LinkOption.NOFOLLOW_LINKS),
          number(path, "mode", LinkOption.NOFOLLOW_LINKS),
          kind.isSymbolicLink(),
          kind.isDirectory());
    }

    boolean has(int bits) {
      return (mode & bits) != 0;
    }
  }

  /** The user of this process. */
  static Account own() throws IOException {
    return new Account(ownId(), number(Path.of("/"), "uid"));
  }

  private static int ownId() throws IOException {
    if (Files.isDirectory(OWN_PROCESS)) {
      return number(OWN_PROCESS, "uid");
    }
    Path probe = Files.createTempFile("tricks", ".tmp");
    try {
      return number(probe, "uid");
    } finally {
      Files.delete(probe);
    }
  }

  private static int number(Path path, String attribute, LinkOption... options) throws IOException {
    return (Integer) Objects.requireNonNull(Files.getAttribute(path, "unix:" + attribute, options));
  }

  /**
   * How someone else could change where a path leads; the path itself may be missing, or be
   * anything.
   *
   * @param path absolute, without {@code ..}
   * @return a reason; empty if nobody else can
   */
  Optional<String> danger(Path path) throws IOException {
    return danger(path, 0);
  }

  private Optional<String> danger(Path path, int links) throws IOException {
    Path at = path.getRoot();
    for (Path name : path) {
      if (!Status.of(at)
          .has(STICKY)) { // else others may add to it, but not take what is there away
        Optional<String> writers = writers(at);
        if (writers.isPresent()) {
          return writers;
        }
      }
      at = at.resolve(name);
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      Status status = Status.of(at);
      if (status.owner() != id && status.owner() != system) {
        return Optional.of("'%s' belongs to another user, %s".formatted(at, owner(at)));
      }
      if (status.link()) {
        if (links == MOST_LINKS) {
          return Optional.of("'%s' leads through too many links".formatted(at));
        }
        Path target = at.resolveSibling(Files.readSymbolicLink(at));
        return danger(target.resolve(at.relativize(path)).normalize(), links + 1);
      }
    }
    return Optional.empty();
  }

  /** Who but the owner may put something into a folder. */
  private static Optional<String> writers(Path folder) throws IOException {
    Status status = Status.of(folder);
    if (status.has(OTHERS_WRITE)) {
      return Optional.of("everyone may write in '%s'".formatted(folder));
    }
    if (status.has(GROUP_WRITES)) {
      PosixFileAttributes who = Files.readAttributes(folder, PosixFileAttributes.class);
      // A group that has its owner's name is the owner's alone.
      if (!who.group().getName().equals(who.owner().getName())) {
        return Optional.of(
            "the group %s may write in '%s'".formatted(who.group().getName(), folder));
      }
    }
    return Optional.empty();
  }

  /** Why an existing path is not a folder of this user in which nobody else may write. */
  Optional<String> notOwn(Path folder) throws IOException {
    Status status = Status.of(folder);
    if (status.link()) {
      return Optional.of("it is a link; name the folder that it leads to");
    }
    if (!status.folder()) {
      return Optional.of("it is not a folder");
    }
    if (status.owner() != id) {
      return Optional.of("it belongs to another user, " + owner(folder));
    }
    return writers(folder);
  }

  /** Why an existing folder of this user is open to others, if it is. */
  static Optional<String> notPrivate(Path folder) throws IOException {
    Status status = Status.of(folder);
    return status.has(OTHERS_DO_ANYTHING)
        ? Optional.of(
            "its mode is %s, but must be 700: chmod 700 '%s'"
                .formatted(Integer.toOctalString(status.mode() & PERMISSIONS), folder))
        : Optional.empty();
  }

  private static String owner(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
  }
}
