package io.bagoftricks.engine.internal.storage;

import io.bagoftricks.engine.storage.Disk;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * A disk whose failures are told in a command's words.
 *
 * @param told from a file and the reason to the failure
 */
public record ToldDisk(Disk disk, BiFunction<Path, IOException, IOException> told) implements Disk {
  private interface Action {
    void run() throws IOException;
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    act(folder, () -> disk.createFolders(folder));
  }

  @Override
  public OutputStream create(Path file) throws IOException {
    try {
      return new Told(file, disk.create(file));
    } catch (IOException e) {
      throw told.apply(file, e);
    }
  }

  @Override
  public OutputStream append(Path file) throws IOException {
    try {
      return new Told(file, disk.append(file));
    } catch (IOException e) {
      throw told.apply(file, e);
    }
  }

  @Override
  public void force(Path path) throws IOException {
    act(path, () -> disk.force(path));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    act(to, () -> disk.move(from, to));
  }

  @Override
  public void delete(Path path) throws IOException {
    act(path, () -> disk.delete(path));
  }

  private void act(Path file, Action action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      throw told.apply(file, e);
    }
  }

  private final class Told extends FilterOutputStream {
    private final Path file;
    private final OutputStream stream;

    Told(Path file, OutputStream stream) {
      super(stream);
      this.file = file;
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      act(file, () -> stream.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      act(file, () -> stream.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      act(file, stream::flush);
    }

    @Override
    public void close() throws IOException {
      act(file, stream::close);
    }
  }
}
