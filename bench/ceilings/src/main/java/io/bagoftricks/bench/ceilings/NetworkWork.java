package io.bagoftricks.bench.ceilings;

import io.bagoftricks.api.network.AvgPool2d;
import io.bagoftricks.api.network.BlurPool2d;
import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.GlobalAvgPool;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.MaxPool2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.bench.measure.NumberType;
import java.util.Map;
import java.util.Objects;

/**
 * Names of the layers of a network, and the least work that each pass of theirs takes: additions
 * and multiplications as the definition has them, and every tensor read or written once. A batch
 * norm reads its input, or the gradient, twice: it needs the sums over all of it before its first
 * result. Gradients of weights and sums have 32 bits.
 */
final class NetworkWork {
  private static final int SINGLE = Float.BYTES;

  private final Network network;
  private final Map<String, Shape> shapes;
  private final int batch;
  private final NumberType stored;

  /**
   * A network.
   *
   * @param input shape of an image
   * @param stored what activations are stored in
   */
  NetworkWork(Network network, Shape input, int batch, NumberType stored) {
    this.network = network;
    this.shapes = network.shapes(input);
    this.batch = batch;
    this.stored = stored;
  }

  /** The least work of an operation; none for one that only our way to compute needs. */
  Work of(Operation operation) {
    return switch (operation.kind()) {
      case CONVOLUTION -> convolution(vertex(operation), operation.pass());
      case MATMUL -> linear(vertex(operation), operation.pass());
      case NORMALIZATION ->
          normalization(NormUnit.of(network, operation.layer()), operation.pass());
      case POOLING -> pooling(vertex(operation));
      case ACTIVATION -> elementwise(vertex(operation), operation.pass() == Pass.FORWARD ? 2 : 3);
      case ELEMENTWISE, CONVERSION, CUSTOM -> Work.NONE;
    };
  }

  /** The kind of a layer, such as {@code convolution 3x3 / 2}: those of one name are summed up. */
  String family(Operation operation) {
    return switch (operation.kind()) {
      case CONVOLUTION -> family((Conv2d) vertex(operation).layer());
      case MATMUL -> "linear";
      case NORMALIZATION ->
          NormUnit.of(network, operation.layer()).sum() ? "batch norm with sum" : "batch norm";
      case POOLING -> family(vertex(operation).layer());
      case ACTIVATION -> "activation";
      case ELEMENTWISE -> "sums of gradients";
      case CONVERSION -> "conversion" + purpose(operation.layer());
      case CUSTOM -> "layer of a plugin";
    };
  }

  /** Channels and extent, such as {@code 64 to 256, 56x56}. */
  String shape(Operation operation) {
    Shape out = shapes.get(operation.layer());
    if (out == null) {
      return "";
    }
    Shape in = input(vertex(operation));
    return in.channels() == out.channels()
        ? out.toString()
        : "%s to %s".formatted(in.channels(), out);
  }

  /** The update of all parameters by Nesterov's momentum with weight decay. */
  Work update() {
    // w, v and g are read, w and v written; d = g + decay w, v = momentum v + d,
    // w = w - rate (d + momentum v).
    return new Work(8 * parameters(), 5 * SINGLE * parameters(), NumberType.F32);
  }

  /** Whether all gradients are finite. */
  Work check() {
    return new Work(parameters(), SINGLE * parameters(), NumberType.F32);
  }

  /** A copy of the images. */
  Work images() {
    return new Work(0, 2 * SINGLE * elements(shape(Network.INPUT)), NumberType.F32);
  }

  private Work convolution(Vertex vertex, Pass pass) {
    Conv2d settings = (Conv2d) vertex.layer();
    Shape in = input(vertex);
    Shape out = shape(vertex.name());
    long products = elements(out) * (in.channels() / settings.groups()) * area(settings.kernel());
    return products(vertex, pass, products, elements(in) + elements(out));
  }

  private Work linear(Vertex vertex, Pass pass) {
    Shape in = input(vertex);
    Shape out = shape(vertex.name());
    return products(vertex, pass, elements(in) * out.channels(), elements(in) + elements(out));
  }

  private Work products(Vertex vertex, Pass pass, long products, long activations) {
    long weights = vertex.parameters().get(0).elements();
    long ofWeights = weights * (pass == Pass.WEIGHTS ? SINGLE : width());
    return new Work(2 * products, activations * width() + ofWeights, stored);
  }

  private Work normalization(NormUnit unit, Pass pass) {
    long each = elements(shape(unit.norm().name()));
    int tensors = pass == Pass.FORWARD ? unit.tensorsForward() : unit.tensorsBackward();
    return new Work(each * unit.operations(pass), tensors * each * width(), NumberType.F32);
  }

  private Work pooling(Vertex vertex) {
    long in = elements(input(vertex));
    long out = elements(shape(vertex.name()));
    return new Work(out * window(vertex), (in + out) * width(), NumberType.F32);
  }

  private Work elementwise(Vertex vertex, int tensors) {
    long each = elements(shape(vertex.name()));
    return new Work(each, tensors * each * width(), NumberType.F32);
  }

  private long window(Vertex vertex) {
    if (vertex.layer() instanceof MaxPool2d pool) {
      return area(pool.kernel());
    }
    if (vertex.layer() instanceof AvgPool2d pool) {
      return area(pool.kernel());
    }
    if (vertex.layer() instanceof BlurPool2d) {
      return area(Size.of(3));
    }
    return area(input(vertex).size());
  }

  /** For a convolution, which of them: some ways to compute it change its weight's layout. */
  private String purpose(String layer) {
    return network
        .find(layer)
        .filter(vertex -> vertex.layer() instanceof Conv2d)
        .map(vertex -> " for " + family((Conv2d) vertex.layer()))
        .orElse("");
  }

  private static String family(Conv2d settings) {
    Size kernel = settings.kernel();
    int stride = settings.stride().height();
    return "convolution %sx%s%s"
        .formatted(kernel.height(), kernel.width(), stride == 1 ? "" : " / " + stride);
  }

  private static String family(Layer pool) {
    if (pool instanceof BlurPool2d) {
      return "blur";
    }
    if (pool instanceof GlobalAvgPool) {
      return "global pooling";
    }
    return pool instanceof MaxPool2d ? "maximum pooling" : "average pooling";
  }

  private long parameters() {
    return network.parameters().stream().mapToLong(Parameter::elements).sum();
  }

  private Vertex vertex(Operation operation) {
    return network.find(operation.layer()).orElseThrow();
  }

  private Shape input(Vertex vertex) {
    return shape(vertex.inputs().get(0));
  }

  private Shape shape(String layer) {
    return Objects.requireNonNull(shapes.get(layer));
  }

  private long elements(Shape shape) {
    return batch * shape.elements();
  }

  private int width() {
    return stored.isHalf() ? Short.BYTES : SINGLE;
  }

  private static long area(Size size) {
    return (long) size.height() * size.width();
  }
}
