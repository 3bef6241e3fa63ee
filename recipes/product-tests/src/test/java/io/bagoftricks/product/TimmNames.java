package io.bagoftricks.product;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and shapes in the {@code state_dict()} of timm's models. */
final class TimmNames {
  private final Map<String, List<Long>> tensors = new LinkedHashMap<>();

  private TimmNames() {}

  /** Of a model with 1000 classes. */
  static Map<String, List<Long>> of(String model) {
    TimmNames names = new TimmNames();
    switch (model) {
      case "resnet18" -> names.resNet(new long[] {2, 2, 2, 2}, 0, 1, false);
      case "resnet50" -> names.resNet(new long[] {3, 4, 6, 3}, 64, 1, false);
      case "resnet50d" -> names.resNet(new long[] {3, 4, 6, 3}, 64, 1, true);
      case "resnext50_32x4d" -> names.resNet(new long[] {3, 4, 6, 3}, 4, 32, false);
      case "wide_resnet50_2" -> names.resNet(new long[] {3, 4, 6, 3}, 128, 1, false);
      case "mobilenetv1_100" -> names.mobileNet(1);
      case "mobilenetv1_025" -> names.mobileNet(0.25);
      default -> throw new IllegalArgumentException(model);
    }
    return names.tensors;
  }

  /** Basic blocks where {@code baseWidth} is 0. */
  private void resNet(long[] blocks, long baseWidth, long groups, boolean deep) {
    if (deep) {
      conv("conv1.0", 32, 3, 3);
      norm("conv1.1", 32);
      conv("conv1.3", 32, 32, 3);
      norm("conv1.4", 32);
      conv("conv1.6", 64, 32, 3);
    } else {
      conv("conv1", 64, 3, 7);
    }
    norm("bn1", 64);
    long in = 64;
    for (int stage = 0; stage < 4; stage++) {
      long planes = 64L << stage;
      long out = baseWidth == 0 ? planes : 4 * planes;
      long width = planes * baseWidth / 64 * groups;
      for (int block = 0; block < blocks[stage]; block++) {
        String name = "layer" + (stage + 1) + "." + block + ".";
        if (baseWidth == 0) {
          conv(name + "conv1", planes, in, 3);
          norm(name + "bn1", planes);
          conv(name + "conv2", planes, planes, 3);
          norm(name + "bn2", planes);
        } else {
          conv(name + "conv1", width, in, 1);
          norm(name + "bn1", width);
          conv(name + "conv2", width, width / groups, 3);
          norm(name + "bn2", width);
          conv(name + "conv3", out, width, 1);
          norm(name + "bn3", out);
        }
        if (block == 0 && (stage > 0 || in != out)) {
          // timm's deep form has a pooling, or an identity, before the convolution.
          conv(name + "downsample." + (deep ? 1 : 0), out, in, 1);
          norm(name + "downsample." + (deep ? 2 : 1), out);
        }
        in = out;
      }
    }
    linear("fc", in);
  }

  private void mobileNet(double multiplier) {
    long[][] stages = {{1, 64}, {2, 128}, {2, 256}, {6, 512}, {2, 1024}};
    long in = (long) (32 * multiplier);
    conv("conv_stem", in, 3, 3);
    norm("bn1", in);
    for (int stage = 0; stage < stages.length; stage++) {
      for (int block = 0; block < stages[stage][0]; block++) {
        String name = "blocks." + stage + "." + block + ".";
        long out = (long) (stages[stage][1] * multiplier);
        conv(name + "conv_dw", in, 1, 3);
        norm(name + "bn1", in);
        conv(name + "conv_pw", out, in, 1);
        norm(name + "bn2", out);
        in = out;
      }
    }
    linear("classifier", in);
  }

  private void conv(String name, long out, long in, long kernel) {
    tensors.put(name + ".weight", List.of(out, in, kernel, kernel));
  }

  private void norm(String name, long channels) {
    tensors.put(name + ".weight", List.of(channels));
    tensors.put(name + ".bias", List.of(channels));
    tensors.put(name + ".running_mean", List.of(channels));
    tensors.put(name + ".running_var", List.of(channels));
    tensors.put(name + ".num_batches_tracked", List.of());
  }

  private void linear(String name, long in) {
    tensors.put(name + ".weight", List.of(1000L, in));
    tensors.put(name + ".bias", List.of(1000L));
  }
}
