package io.bagoftricks.bench.measure;

import io.bagoftricks.bench.network.NetworkName;
import io.bagoftricks.bench.network.NetworkSpec;
import picocli.CommandLine;

/** The options that every peer takes. */
public final class PeerOptions {
  @CommandLine.Option(
      names = "--model",
      defaultValue = "resnet50d",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private NetworkName model = NetworkName.RESNET50D;

  @CommandLine.Option(
      names = "--mode",
      defaultValue = "train",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Mode mode = Mode.TRAIN;

  @CommandLine.Option(names = "--batch", defaultValue = "16", description = "Images per step.")
  private int batch;

  @CommandLine.Option(names = "--size", defaultValue = "224", description = "Side of an image.")
  private int size;

  @CommandLine.Option(
      names = "--warm-up",
      defaultValue = "2",
      description = "Steps before those that count.")
  private int warmUp;

  @CommandLine.Option(names = "--iterations", defaultValue = "7", description = "Steps that count.")
  private int iterations;

  /** Fills in the defaults. */
  public PeerOptions() {}

  /** Name of the network. */
  public NetworkName model() {
    return model;
  }

  /** Which network, with the classes of the data it is made for. */
  public NetworkSpec network() {
    return model.spec(model.usualClasses());
  }

  /** Whether a step trains or only infers. */
  public Mode mode() {
    return mode;
  }

  /** Images per step. */
  public int batch() {
    return batch;
  }

  /** Side of an image. */
  public int size() {
    return size;
  }

  /** Runs a step as often as asked. */
  public StepTimes time(Runnable step) {
    return StepTimes.measure(warmUp, iterations, step);
  }
}
