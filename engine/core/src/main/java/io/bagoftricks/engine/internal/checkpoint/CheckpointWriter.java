package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.backends.spi.ParameterLayout;
import io.bagoftricks.backends.spi.Weights;
import io.bagoftricks.engine.internal.checkpoint.CheckpointHeader.FileFacts;
import io.bagoftricks.engine.internal.state.TrickValues;
import io.bagoftricks.engine.internal.storage.SealedJson;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.internal.tensorfile.FlatTensors;
import io.bagoftricks.engine.internal.tensorfile.TensorWriter;
import io.bagoftricks.engine.internal.train.RunMemory;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes the files of a checkpoint, each forced to the device, the header last. */
final class CheckpointWriter {
  private static final String MEMORY = "memory";

  private final Disk disk;
  private final Path folder;
  private final Map<String, FileFacts> files = new LinkedHashMap<>();

  private CheckpointWriter(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Fills a folder. */
  static void write(
      Disk disk,
      Path folder,
      String recipe,
      CheckpointHeader.Position position,
      RunProgress progress,
      RunMemory memory)
      throws IOException {
    disk.createFolders(folder);
    new CheckpointWriter(disk, folder).write(recipe, position, progress, memory);
    disk.force(folder);
  }

  /** An optimizer's flat array by parameter: {@code memory0/conv1.weight}. */
  static Map<String, INDArray> optimizerState(int index, ParameterLayout layout, INDArray flat) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (ParameterLayout.Slice slice : layout.parameters().values()) {
      Parameter parameter = slice.parameter();
      tensors.put(
          MEMORY + index + "/" + parameter.name(),
          FlatTensors.parameter(layout, flat, parameter.name()));
    }
    return tensors;
  }

  private void write(
      String recipe, CheckpointHeader.Position position, RunProgress progress, RunMemory memory)
      throws IOException {
    Weights weights = memory.weights();
    tensors(
        CheckpointFiles.WEIGHTS,
        FlatTensors.of(
            weights.network(), weights.layout(), weights.masters(), weights.statistics()));
    Map<String, INDArray> optimizer = new LinkedHashMap<>();
    for (int i = 0; i < memory.optimizerState().size(); i++) {
      optimizer.putAll(
          optimizerState(i, weights.layout(), memory.optimizerState().get(i).values()));
    }
    tensors(CheckpointFiles.OPTIMIZER, optimizer);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Map<String, TrickValues> values = new TreeMap<>();
    memory
        .states()
        .forEach(
            (instance, state) -> {
              values.put(instance, state.values());
              state.arrays().forEach((name, array) -> arrays.put(instance + "/" + name, array));
            });
    tensors(CheckpointFiles.TRICKS, arrays);
    CheckpointHeader header =
        new CheckpointHeader(
            CheckpointHeader.FORMAT,
            recipe,
            NetworkStructure.of(weights.network()),
            position,
            progress,
            values,
            files);
    Path file = folder.resolve(CheckpointFiles.HEADER);
    try (OutputStream out = disk.create(file)) {
      out.write(SealedJson.seal(StrictJson.write(header)).getBytes(StandardCharsets.UTF_8));
    }
    disk.force(file);
  }

  private void tensors(String name, Map<String, INDArray> tensors) throws IOException {
    Path file = folder.resolve(name);
    CRC32C sum = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(disk.create(file), sum)) {
      TensorWriter.write(tensors, out);
    }
    disk.force(file);
    files.put(name, new FileFacts(Files.size(file), sum.getValue()));
  }
}
