package io.bagoftricks.engine.toys;

import io.bagoftricks.engine.storage.Disk;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The local disk with somebody who looks at each act, and may refuse it or end the process. */
public final class WatchedDisk implements Disk {
  /** The exit code of a process that a watcher ended. */
  public static final int KILLED = 99;

  private final Disk disk = Disk.local();
  private final Watcher watcher;

  /** Who looks on. */
  public interface Watcher {
    /** Before an act on a file; a move has the new name. */
    default void before(String act, Path file) throws IOException {}

    /** After it. */
    default void after(String act, Path file) throws IOException {}

    /** Wraps the stream to a file that a run writes. */
    default OutputStream opened(String act, Path file, OutputStream out) {
      return out;
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private WatchedDisk(Watcher watcher) {
    this.watcher = watcher;
  }

  /** Some files get a hundred bytes and no more. */
  public static Disk full(Predicate<String> files) {
    return new WatchedDisk(
        new Watcher() {
          @Override
          public OutputStream opened(String act, Path file, OutputStream out) {
            return files.test(file.toString()) ? new Full(out) : out;
          }
        });
  }

  /** Some files may not be written. */
  public static Disk denied(Predicate<String> files) {
    return before(
        "create",
        files,
        file -> {
          throw new AccessDeniedException(file.toString());
        });
  }

  /** An event around an act. */
  public interface Event {
    void happens(Path file) throws IOException;
  }

  /** Something happens before acts whose names begin like this, on some files or folders. */
  public static Disk before(String acts, Predicate<String> files, Event event) {
    return new WatchedDisk(
        new Watcher() {
          @Override
          public void before(String act, Path file) throws IOException {
            if (act.startsWith(acts) && files.test(file.toString())) {
              event.happens(file);
            }
          }
        });
  }

  /** Something happens after acts of this name, on some files or folders. */
  public static Disk after(String wanted, Predicate<String> files, Event event) {
    return new WatchedDisk(
        new Watcher() {
          @Override
          public void after(String act, Path file) throws IOException {
            if (act.equals(wanted) && files.test(file.toString())) {
              event.happens(file);
            }
          }
        });
  }

  /**
   * A disk that ends the process at a named point, or stands still there.
   *
   * @param point {@code before-move:NAME}, {@code after-move:NAME}, {@code after-force:NAME},
   *     {@code half-append:NAME} or {@code hang-move:NAME}, where the name is a part of the file's
   */
  public static Disk killing(String point) {
    String[] parts = point.split(":", 2);
    String name = parts[1];
    return new WatchedDisk(
        new Watcher() {
          @Override
          public void before(String act, Path file) {
            kill("before-" + act, file);
            if (parts[0].equals("hang-" + act) && file.toString().contains(name)) {
              hang();
            }
          }

          @Override
          public void after(String act, Path file) {
            kill("after-" + act, file);
          }

          @Override
          public OutputStream opened(String act, Path file, OutputStream out) {
            return parts[0].equals("half-" + act) && file.toString().contains(name)
                ? new Half(out)
                : out;
          }

          /** A thread that was woken before it sleeps does not sleep: again and again, then. */
          private void hang() {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (System.nanoTime() < end) {
              LockSupport.parkNanos(end - System.nanoTime());
            }
          }

          private void kill(String now, Path file) {
            if (parts[0].equals(now) && file.toString().contains(name)) {
              Runtime.getRuntime().halt(KILLED);
            }
          }
        });
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    act("createFolders", folder, () -> disk.createFolders(folder));
  }

  @Override
  public OutputStream create(Path file) throws IOException {
    watcher.before("create", file);
    return watcher.opened("create", file, disk.create(file));
  }

  @Override
  public OutputStream append(Path file) throws IOException {
    watcher.before("append", file);
    return watcher.opened("append", file, disk.append(file));
  }

  @Override
  public void force(Path path) throws IOException {
    act("force", path, () -> disk.force(path));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    act("move", to, () -> disk.move(from, to));
  }

  @Override
  public void delete(Path path) throws IOException {
    act("delete", path, () -> disk.delete(path));
  }

  private void act(String name, Path file, Action action) throws IOException {
    watcher.before(name, file);
    action.run();
    watcher.after(name, file);
  }

  /** Has room for a hundred bytes. */
  private static final class Full extends FilterOutputStream {
    private int room = 100;

    Full(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      if (room-- == 0) {
        throw new IOException("No space left on device");
      }
      out.write(b);
    }
  }

  /** Writes the first half of what it is given, and ends the process. */
  private static final class Half extends FilterOutputStream {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    Half(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) {
      all.write(b);
    }

    @Override
    public void close() throws IOException {
      out.write(all.toByteArray(), 0, all.size() / 2);
      out.flush();
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
