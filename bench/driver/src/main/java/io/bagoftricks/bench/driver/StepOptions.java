package io.bagoftricks.bench.driver;

import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options that say which step of ours is measured, and at which level. */
public final class StepOptions {
  @CommandLine.Option(
      names = "--model",
      defaultValue = "resnet50d",
      description = "One of ${COMPLETION-CANDIDATES}; without it resnet50d.")
  private NetworkName model = NetworkName.RESNET50D;

  @CommandLine.Option(
      names = "--type",
      defaultValue = "bf16",
      description = "What the recipe stores: f32, bf16 or fp16; without it bf16.")
  private NumberType type = NumberType.BF16;

  @CommandLine.Option(
      names = "--level",
      defaultValue = "${env:ONEDNN_MAX_CPU_ISA}",
      description =
          "Limits all sides to a level of instruction sets, one of ${COMPLETION-CANDIDATES};"
              + " without it ONEDNN_MAX_CPU_ISA or what the processor has.")
  private @Nullable Level level;

  @CommandLine.Option(
      names = "--batch",
      defaultValue = "16",
      description = "Images per step; without it 16.")
  private int batch;

  @CommandLine.Option(
      names = "--size",
      description = "Side of an image in pixels; without it what the model is made for.")
  private @Nullable Integer size;

  @CommandLine.Option(
      names = "--tricks",
      description = "The launcher to measure, such as another checkout's.")
  private @Nullable Path tricks;

  /** The network. */
  public NetworkName model() {
    return model;
  }

  /** How the recipe stores values. */
  public NumberType type() {
    return type;
  }

  /** The limit that was asked for. */
  public Optional<Level> level() {
    return Optional.ofNullable(level);
  }

  /** Images per step. */
  public int batch() {
    return batch;
  }

  /** Height and width of an image in pixels. */
  public int side() {
    return size != null ? size : model.usualSize();
  }

  /**
   * The launcher of the product that is measured.
   *
   * @param home the folder {@code bench} of the checkout
   */
  public Path launcher(Path home) {
    return tricks != null ? tricks : home.resolveSibling("tricks");
  }
}
