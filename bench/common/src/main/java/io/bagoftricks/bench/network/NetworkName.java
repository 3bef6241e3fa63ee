package io.bagoftricks.bench.network;

import java.util.List;

/** The networks that can be compared. */
public enum NetworkName {
  /** ResNet-18-D for ImageNet. */
  RESNET18D("resnet18d"),
  /** ResNet-50 as in He et al. 2019, figure 1: strides in the first 1x1. */
  RESNET50("resnet50"),
  /** ResNet-50-D for ImageNet. */
  RESNET50D("resnet50d"),
  /** ResNeXt-50 (32x4d) as torchvision's. */
  RESNEXT50("resnext50_32x4d"),
  /** Wide ResNet-50-2 as torchvision's. */
  WIDE_RESNET50("wide_resnet50_2"),
  /** The first MobileNet as GluonCV's, under timm's names. */
  MOBILENET("mobilenetv1_100"),
  /** ResNet-20 for CIFAR, with projections. */
  CIFAR_RESNET20("cifar_resnet20");

  private static final List<Integer> STAGES_OF_50 = List.of(3, 4, 6, 3);

  private final String label;

  NetworkName(String label) {
    this.label = label;
  }

  /** Side of the images it is made for. */
  public int usualSize() {
    return this == CIFAR_RESNET20 ? 32 : 224;
  }

  /** Classes of the data it is made for: ImageNet's or CIFAR-10's. */
  public int usualClasses() {
    return this == CIFAR_RESNET20 ? 10 : 1000;
  }

  /** The network for a number of classes. */
  public NetworkSpec spec(int classes) {
    return switch (this) {
      case RESNET18D -> NetworkSpec.imageNet(BlockStyle.BASIC_D, List.of(2, 2, 2, 2), classes);
      case RESNET50 -> NetworkSpec.imageNet(BlockStyle.BOTTLENECK, STAGES_OF_50, classes);
      case RESNET50D -> NetworkSpec.imageNet(BlockStyle.BOTTLENECK_D, STAGES_OF_50, classes);
      case RESNEXT50 -> NetworkSpec.imageNet(BlockStyle.twiceAsWide(32), STAGES_OF_50, classes);
      case WIDE_RESNET50 -> NetworkSpec.imageNet(BlockStyle.twiceAsWide(1), STAGES_OF_50, classes);
      case MOBILENET -> NetworkSpec.mobileNet(classes);
      case CIFAR_RESNET20 -> NetworkSpec.cifar(20, 16, 3, classes);
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
