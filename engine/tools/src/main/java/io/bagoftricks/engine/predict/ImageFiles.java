package io.bagoftricks.engine.predict;

import io.bagoftricks.api.data.Dataset;
import java.util.List;

/** Images that are decoded, and have no labels. */
record ImageFiles(List<Image> images) implements Dataset {
  ImageFiles {
    images = List.copyOf(images);
  }

  @Override
  public int size() {
    return images.size();
  }

  /** Nobody knows: the first class stands for all. */
  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public Image read(int index) {
    Image image = images.get(index);
    float[][] planes = new float[image.planes().length][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = image.planes()[channel].clone();
    }
    return new Image(image.size(), planes);
  }
}
