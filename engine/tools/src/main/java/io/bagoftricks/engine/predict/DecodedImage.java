package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset;

/** One image that is decoded, and has no label. */
record DecodedImage(Image image) implements Dataset {
  @Override
  public int size() {
    return 1;
  }

  /** Nobody knows: the first class stands for all. */
  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public Image read(int index) {
    float[][] planes = new float[image.planes().length][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = image.planes()[channel].clone();
    }
    return new Image(image.size(), planes);
  }
}
