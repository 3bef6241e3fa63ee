package io.bagoftricks.bench.photographs;

import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Picture;
import java.io.IOException;
import java.util.Optional;

/**
 * The same images again and again, as far as they are small: a pass over few of them would mostly
 * make its buffers, which in a long one are there.
 */
record Repeated(Dataset images) implements Dataset {
  private static final int LARGE = 100;
  private static final int TIMES = 8;

  @Override
  public int size() {
    return images.size() < LARGE ? images.size() : images.size() * TIMES;
  }

  @Override
  public int label(int index) {
    return images.label(index % images.size());
  }

  @Override
  public Image read(int index) throws IOException {
    return images.read(index % images.size());
  }

  @Override
  public Optional<Picture> picture(int index) throws IOException {
    return images.picture(index % images.size());
  }
}
