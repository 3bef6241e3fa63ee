package io.bagoftricks.backends.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's own backends, known by a class each has, and what to say of them. */
enum Nd4jArtifact {
  NATIVE(
      "nd4j-native",
      "org.nd4j.linalg.cpu.nativecpu.CpuBackend",
      "native CPU",
      "It needs 64-bit Linux with glibc 2.27 or newer (not musl) and about 0.5 GB of room in the"
          + " cache of native libraries, %s, which TRICKS_CACHE can name."),
  CUDA(
      "nd4j-cuda-11.6",
      "org.nd4j.linalg.jcublas.JCublasBackend",
      "CUDA GPU",
      "It needs an NVIDIA GPU of compute capability 3.7 to 8.6, its driver and the CUDA 11.6"
          + " libraries. Build without -Dcuda to run on the CPU.");

  private static final String CUDA_RUNTIME = "org.bytedeco.cuda.global.cudart";

  private final String artifact;
  private final String marker;
  private final String device;
  private final String advice;

  Nd4jArtifact(String artifact, String marker, String device, String advice) {
    this.artifact = artifact;
    this.marker = marker;
    this.device = device;
    this.advice = advice;
  }

  /**
   * Loads the CUDA runtime where ND4J has nothing else to run on. ND4J itself would print a stack
   * trace and then say that there is no backend on the path.
   *
   * @throws LinkageError with the reason, if it cannot be loaded
   */
  static void requireRuntime() {
    if (onPath().toList().equals(List.of(CUDA))) {
      ND4JClassLoading.loadClassByName(CUDA_RUNTIME, true, Nd4jArtifact.class.getClassLoader());
    }
  }

  /** Library, version, device, natives and threads of the ND4J that is loaded. */
  static String describeLoaded() {
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    String natives = nativesOf(operations);
    String backend = Nd4j.getBackend().getClass().getName();
    boolean cpu = backend.equals(NATIVE.marker);
    String device =
        Arrays.stream(values())
            .filter(known -> known.marker.equals(backend))
            .map(known -> known.device)
            .findFirst()
            .orElse(backend);
    return String.format(
        Locale.ROOT,
        "ND4J %s, %s, %s%s, %d threads",
        version(),
        device,
        natives,
        cpu && !natives.contains("onednn") ? " without oneDNN (slow)" : "",
        operations.ompGetMaxThreads());
  }

  /**
   * Why ND4J did not start, and what to do.
   *
   * @param cache of native libraries
   */
  static String describeFailure(Throwable failure, Path cache) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason =
        root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + root.getMessage());
    return onPath()
        .findFirst()
        .map(
            found ->
                "%s is on the class path, but does not start (%s). %s"
                    .formatted(found.artifact, reason, found.advice.formatted(cache)))
        .orElseGet(
            () ->
                "None of the artifacts %s is on the class path (%s). Add one."
                    .formatted(
                        Arrays.stream(values()).map(known -> known.artifact).toList(), reason));
  }

  private static Stream<Nd4jArtifact> onPath() {
    return Arrays.stream(values())
        .filter(known -> ND4JClassLoading.classPresentOnClasspath(known.marker));
  }

  /** The folder of the library that was really loaded; it is named after its build. */
  private static String nativesOf(NativeOps operations) {
    String library = Loader.load(operations.getClass());
    Path folder = library == null ? null : Path.of(library).getParent();
    return folder == null || folder.getFileName() == null
        ? Loader.getPlatform()
        : folder.getFileName().toString();
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "of unknown version");
  }
}
