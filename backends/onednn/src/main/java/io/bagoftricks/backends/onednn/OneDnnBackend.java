package io.bagoftricks.backends.onednn;

import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.onednn.internal.natives.Device;
import io.bagoftricks.backends.onednn.internal.natives.Formats;
import io.bagoftricks.backends.onednn.internal.natives.NativeTypes;
import io.bagoftricks.backends.onednn.internal.natives.Tuning;
import io.bagoftricks.backends.onednn.internal.plan.Assembler;
import io.bagoftricks.backends.onednn.internal.plan.OneDnnWeights;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.NativeCode;
import io.bagoftricks.backends.spi.Plan;
import io.bagoftricks.backends.spi.PlanChecks;
import io.bagoftricks.backends.spi.PlanSpec;
import io.bagoftricks.backends.spi.Weights;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs networks with oneDNN. Masters, gradients and statistics have 32 bits. */
public final class OneDnnBackend implements Backend {
  static final String ID = "onednn";

  private static final Set<Precision> PRECISIONS =
      Collections.unmodifiableSet(
          EnumSet.of(Precision.FLOAT, Precision.BFLOAT16, Precision.FLOAT16));
  private static final double MEGABYTE = 1 << 20;

  private final Device device;
  private final Function<Precision, Tuning> tuning;
  private final UnaryOperator<Precision> stored;
  private final String description;

  public OneDnnBackend(int threads) {
    this(threads, null);
  }

  /**
   * A backend with choices of one's own, which stores activations as it is asked to.
   *
   * @param chosen without it what is best here
   */
  public OneDnnBackend(int threads, @Nullable Tuning chosen) {
    Device opened = new Device(threads);
    this.device = opened;
    this.tuning = precision -> chosen != null ? chosen : Tuning.of(precision, opened);
    this.stored =
        precision ->
            chosen != null
                ? precision
                : NativeTypes.stored(precision, opened.multipliesBfloat16Fast());
    this.description =
        String.format(
            Locale.ROOT,
            "oneDNN %s, %s, %d threads",
            Device.version(),
            Device.instructionSet(),
            threads);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<NativeCode> nativeCode() {
    return List.of(device.kernels());
  }

  @Override
  public Set<Precision> precisions() {
    return PRECISIONS;
  }

  @Override
  public Precision stored(Precision precision) {
    return stored.apply(precision);
  }

  @Override
  public Optional<String> remark(Precision precision) {
    return NativeTypes.remark(precision, stored(precision));
  }

  @Override
  public Weights allocate(Network network, Precision masters) {
    if (masters != Precision.FLOAT) {
      throw new IllegalArgumentException(
          "Backend '%s' keeps masters in %s, not in %s.".formatted(ID, Precision.FLOAT, masters));
    }
    return new OneDnnWeights(network, device.arithmetic());
  }

  @Override
  public Plan plan(Weights weights, PlanSpec spec) {
    if (!(weights instanceof OneDnnWeights own)) {
      throw new IllegalArgumentException(
          "These weights are not of backend '%s' but %s. Allocate them with the backend that plans."
              .formatted(ID, weights.getClass().getName()));
    }
    if (!PRECISIONS.contains(spec.precision())) {
      throw new IllegalArgumentException(
          "Backend '%s' has no precision %s. It has %s."
              .formatted(ID, spec.precision(), PRECISIONS));
    }
    PlanChecks checks = new PlanChecks(own.network(), spec, own.type());
    Program program = program(own, spec);
    try {
      long available = MemoryLimit.available();
      if (program.bytes() > available) {
        throw tooLarge(own, spec, program.bytes(), available);
      }
      program.allocate();
      return new OneDnnPlan(own, spec, checks, program);
    } catch (OutOfMemoryError e) {
      long bytes = program.bytes();
      program.close();
      throw tooLarge(own, spec, bytes, MemoryLimit.available());
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private Program program(OneDnnWeights weights, PlanSpec spec) {
    Precision storedAs = stored(spec.precision());
    Formats formats = new Formats(storedAs, tuning.apply(storedAs));
    return new Program(new Assembler(device, formats), weights, spec);
  }

  private InsufficientMemoryException tooLarge(
      OneDnnWeights weights, PlanSpec spec, long bytes, long available) {
    int fits = spec.batch();
    long needed = bytes;
    while (fits > 1 && needed > available) {
      fits /= 2;
      try (Program smaller = program(weights, spec.withBatch(fits))) {
        needed = smaller.bytes();
      }
    }
    String advice =
        needed <= available
            ? String.format(
                Locale.ROOT, "A micro-batch of %d fits: set training.microBatch to %d.", fits, fits)
            : "Not even one image fits: use smaller images or a smaller model.";
    return new InsufficientMemoryException(
        String.format(
            Locale.ROOT,
            "A plan for %s at batch %d of %s in %s takes %.0f MB, but only %.0f MB are free. %s",
            spec.phase(),
            spec.batch(),
            spec.input(),
            stored(spec.precision()),
            bytes / MEGABYTE,
            available / MEGABYTE,
            advice));
  }
}
