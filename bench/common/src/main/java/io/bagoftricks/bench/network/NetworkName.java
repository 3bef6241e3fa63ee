package io.bagoftricks.bench.network;

import java.util.List;

/** The networks that can be compared. */
public enum NetworkName {
  /** ResNet-18-D for ImageNet. */
  RESNET18D("resnet18d", true, false, true),
  /** ResNet-50 as in He et al. 2019, figure 1: strides in the first 1x1. */
  RESNET50("resnet50", true, true, false),
  /** ResNet-50-D for ImageNet. */
  RESNET50D("resnet50d", true, true, true),
  /** ResNet-20 for CIFAR, with projections. */
  CIFAR_RESNET20("cifar_resnet20", false, false, false);

  private final String label;
  private final boolean largeImages;
  private final boolean bottleneck;
  private final boolean variantD;

  NetworkName(String label, boolean largeImages, boolean bottleneck, boolean variantD) {
    this.label = label;
    this.largeImages = largeImages;
    this.bottleneck = bottleneck;
    this.variantD = variantD;
  }

  /** Side of the images it is made for. */
  public int usualSize() {
    return largeImages ? 224 : 32;
  }

  /** Classes of the data it is made for: ImageNet's or CIFAR-10's. */
  public int usualClasses() {
    return largeImages ? 1000 : 10;
  }

  /** The network for a number of classes. */
  public ResNetSpec spec(int classes) {
    return new ResNetSpec(
        label,
        stem(),
        largeImages,
        new BlockPlanner(bottleneck, variantD, width()).blocks(stages()),
        classes);
  }

  @Override
  public String toString() {
    return label;
  }

  private int width() {
    return largeImages ? 64 : 16;
  }

  private List<Integer> stages() {
    return switch (this) {
      case RESNET18D -> List.of(2, 2, 2, 2);
      case RESNET50, RESNET50D -> List.of(3, 4, 6, 3);
      case CIFAR_RESNET20 -> List.of(3, 3, 3);
    };
  }

  private List<ConvNorm> stem() {
    int width = width();
    if (!largeImages) {
      return List.of(new ConvNorm("conv1", "bn1", 3, width, 3, 1));
    }
    if (!variantD) {
      return List.of(new ConvNorm("conv1", "bn1", 3, width, 7, 2));
    }
    return List.of(
        new ConvNorm("conv1.0", "conv1.1", 3, width / 2, 3, 2),
        new ConvNorm("conv1.3", "conv1.4", width / 2, width / 2, 3, 1),
        new ConvNorm("conv1.6", "bn1", width / 2, width, 3, 1));
  }
}
