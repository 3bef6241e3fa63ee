package io.bagoftricks.bench.libtorch.golden;

import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The numbers of a tensor on the Java side, in row-major order of its shape. */
final class Values {
  private final double[] numbers;

  private Values(double[] numbers) {
    this.numbers = numbers;
  }

  static Values of(double... numbers) {
    return new Values(numbers.clone());
  }

  static Values of(Tensor tensor) {
    double[] numbers = new double[Math.toIntExact(tensor.numel())];
    try (Tensor wide = tensor.detach().to(torch.ScalarType.Double);
        Tensor rowMajor = wide.contiguous();
        DoublePointer pointer = rowMajor.data_ptr_double()) {
      pointer.get(numbers);
    }
    return new Values(numbers);
  }

  int size() {
    return numbers.length;
  }

  double get(int index) {
    return numbers[index];
  }

  double sum() {
    return DoubleStream.of(numbers).sum();
  }

  double norm() {
    return Math.sqrt(dot(this));
  }

  double largestMagnitude() {
    return DoubleStream.of(numbers).map(Math::abs).max().orElse(0);
  }

  /** Cosine of the angle between the two as vectors; NaN if one is zero or not finite. */
  double cosine(Values other) {
    return dot(other) / (norm() * other.norm());
  }

  /** The norm of the difference over the norm of these; infinite where one is not finite. */
  double difference(Values other) {
    double squares = 0;
    for (int i = 0; i < numbers.length; i++) {
      double difference = numbers[i] - other.numbers[i];
      squares += difference * difference;
    }
    double relative = squares == 0 ? 0 : Math.sqrt(squares) / norm();
    return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
  }

  private double dot(Values other) {
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * other.numbers[i];
    }
    return sum;
  }
}
