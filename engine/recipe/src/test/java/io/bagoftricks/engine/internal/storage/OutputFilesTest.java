package io.bagoftricks.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.engine.storage.PendingFile;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class OutputFilesTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir private Path folder;
  private final OutputFiles outputs = new OutputFiles(Disk.local(), Optional.of("--out"));

  @Test
  void aFileIsAsItWasWhereWritingFails() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "before");

    assertThatThrownBy(
            () ->
                outputs.write(
                    file,
                    out -> {
                      out.write("half".getBytes(StandardCharsets.UTF_8));
                      throw new IOException("No space left on device");
                    }))
        .hasMessage(
            "[output/cannot-write] %s could not be written: No space left on device. The previous"
                + " file, if any, is unchanged. Name another with --out, or fix the cause and try"
                + " again.",
            file);

    assertThat(file).hasContent("before");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void adviceNamesNoOptionWhereTheCommandHasNone() {
    assertThatThrownBy(
            () -> new OutputFiles(Disk.local(), Optional.empty()).write(folder, "report"))
        .hasMessageEndingWith("is unchanged. Fix the cause and try again.");
  }

  /** Two that write one file: each is whole, and the last one stays. */
  @Test
  void writersOfOneFileDoNotMeet() throws IOException {
    Path file = folder.resolve("model.onnx");
    Path guessed = Files.writeString(folder.resolve(".model.onnx.new"), "of somebody else");

    try (PendingFile one = outputs.begin(file);
        PendingFile other = outputs.begin(file)) {
      one.out().write("one".getBytes(StandardCharsets.UTF_8));
      other.out().write("other".getBytes(StandardCharsets.UTF_8));
      one.keep();
      assertThat(file).hasContent("one");
      other.keep();
    }

    assertThat(file).hasContent("other");
    assertThat(guessed).hasContent("of somebody else");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, guessed);
    }
  }

  @Test
  void aFolderThatIsMissingIsMade() throws IOException {
    Path file = folder.resolve("a/b/model.onnx");

    outputs.write(file, "model");

    assertThat(file).hasContent("model");
  }

  @Test
  void aFileInThePlaceOfAFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "a");

    assertThatThrownBy(() -> outputs.write(file.resolve("model.onnx"), "model"))
        .hasMessageContaining(file + " is there already, and is not a folder");
    assertThatThrownBy(() -> outputs.write(folder, "model"))
        .hasMessageContaining(folder + " could not be written: it is a folder.");
  }

  @Test
  void aLinkStaysAndWhatItPointsToIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("v1.onnx"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("latest.onnx"), Path.of("v1.onnx"));
    Path dangling = Files.createSymbolicLink(folder.resolve("next.onnx"), Path.of("v2.onnx"));

    outputs.write(link, "after");
    outputs.write(dangling, "new");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
    assertThat(dangling).isSymbolicLink();
    assertThat(folder.resolve("v2.onnx")).hasContent("new");
  }

  @Test
  void aPipeGetsAllAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                return e.toString();
              }
            });

    outputs.write(pipe, "model");

    assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo("model");
    assertThat(OutputFiles.isStream(pipe)).isTrue();
  }

  /** They are in memory, and files as others are. */
  @Test
  @EnabledIf("hasFilesInMemory")
  void aFileBesideTheDevicesIsAFile() throws IOException {
    Path shared = Files.createTempDirectory(MEMORY, "outputs");
    try {
      Path file = shared.resolve("new/model.json");
      Path link = Files.createSymbolicLink(shared.resolve("link"), file);
      for (Path each : List.of(file, link)) {
        assertThat(OutputFiles.isStream(each)).isFalse();
        outputs.write(each, "model");
        assertThat(file).content().isEqualTo("model");
        assertThat(OutputFiles.isStream(each)).isFalse();
      }
    } finally {
      Disk.local().delete(shared);
    }
  }

  static boolean hasFilesInMemory() {
    return Files.isWritable(MEMORY);
  }

  @Test
  void aDeviceThatIsFullIsSaid() {
    assertThat(OutputFiles.isStream(Path.of("/dev/stdout"))).isTrue();
    assertThat(OutputFiles.isStream(Path.of("/proc/self/fd/1"))).isTrue();
    assertThat(OutputFiles.isStream(Path.of("/dev/null"))).isTrue();
    assertThatThrownBy(() -> outputs.write(Path.of("/dev/full"), "model"))
        .hasMessageContaining("/dev/full could not be written: No space left on device");
  }

  /** A drop box: who may write into it may not read it. */
  @Test
  void aFolderThatCannotBeForcedHasTheFileAllTheSame() throws IOException {
    Disk box =
        (Disk)
            Proxy.newProxyInstance(
                Disk.class.getClassLoader(),
                new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("force") && arguments[0].equals(folder)) {
                    throw new AccessDeniedException(folder.toString());
                  }
                  return method.isDefault()
                      ? InvocationHandler.invokeDefault(proxy, method, arguments)
                      : method.invoke(Disk.local(), arguments);
                });
    Path file = Files.writeString(folder.resolve("model.onnx"), "before");

    new OutputFiles(box, Optional.empty()).write(file, "after");

    assertThat(file).hasContent("after");
  }

  @Test
  void aNameMayBeAsLongAsTheFileSystemTakes() throws IOException {
    for (String letter : List.of("a", "é", "語", "🙂")) {
      int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
      Path file = folder.resolve(letter.repeat(255 / bytes));

      outputs.write(file, letter);

      assertThat(file).hasContent(letter);
    }
  }
}
