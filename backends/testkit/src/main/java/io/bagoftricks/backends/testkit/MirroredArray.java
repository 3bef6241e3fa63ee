package io.bagoftricks.backends.testkit;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An array on the device, and the host's copy of it, which is up to date or holds NaN. */
final class MirroredArray implements AutoCloseable {
  private final String name;
  private final Traffic traffic;
  private final INDArray device;
  private final INDArray host;
  private boolean stale;

  /**
   * Wraps an array that is on the device and not fetched yet.
   *
   * @param name for messages
   * @param device flat
   */
  MirroredArray(String name, INDArray device, Traffic traffic) {
    this(name, device, Nd4j.create(device.dataType(), device.length()), traffic);
    outdate();
  }

  /** With an array of the host's that is as the device's. */
  MirroredArray(String name, INDArray device, INDArray host, Traffic traffic) {
    this.name = name;
    this.traffic = traffic;
    this.device = device;
    this.host = host;
  }

  /** The array on the device. */
  INDArray device() {
    return device;
  }

  /** The host's copy as of now. */
  INDArray host() {
    if (stale) {
      traffic.fetched(name);
      host.assign(device);
      stale = false;
    }
    return host;
  }

  /**
   * The host's copy counts from now on.
   *
   * @throws IllegalStateException if the device has written the array since it was asked for
   */
  void written() {
    if (stale) {
      throw new IllegalStateException(
          "The host's copy of the %s is out of date, and cannot be what counts: ask for it, write it, and call written() before anything else."
              .formatted(name));
    }
    if (!host.isEmpty()) {
      device.assign(host);
    }
  }

  /**
   * The device is about to read or write the array.
   *
   * @throws IllegalStateException if the host's copy was written, and nobody said so
   */
  void beforeUse() {
    if (!stale && !same(host, device)) {
      throw new IllegalStateException(
          "The host's copy of the %s was written without written(): on a device the write is lost."
              .formatted(name));
    }
  }

  /** The device has written the array. */
  void outdate() {
    stale = !host.isEmpty();
    if (stale) {
      host.assign(Double.NaN);
    }
  }

  /** Frees the host's copy. */
  @Override
  public void close() {
    if (host.closeable()) {
      host.close();
    }
  }

  /** Whether all bits are equal; to compare arrays would take NaN for unequal. */
  private static boolean same(INDArray host, INDArray device) {
    if (host.isEmpty()) {
      return true;
    }
    return host.dataType() == DataType.DOUBLE
        ? Arrays.equals(host.toDoubleVector(), device.toDoubleVector())
        : Arrays.equals(host.toFloatVector(), device.toFloatVector());
  }
}
