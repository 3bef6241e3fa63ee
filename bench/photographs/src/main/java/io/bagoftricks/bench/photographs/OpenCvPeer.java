package io.bagoftricks.bench.photographs;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_core.split;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_HSV2RGB_FULL;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2HSV_FULL;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The same operations written directly in OpenCV, in one thread: decode, crop, resize (by area
 * where it shrinks), flip, perhaps jitter and a color, normalize, planes.
 *
 * @param side of the result
 * @param jitter of its colors
 */
record OpenCvPeer(int side, Jitter jitter) {
  private static final double LEAST_AREA = 0.08;
  private static final int VALUES = 256;

  OpenCvPeer {
    opencv_core.setNumThreads(1);
  }

  /** Prepares files, and returns images per second. */
  double rate(List<Path> files) throws IOException {
    float[] planes = new float[3 * side * side];
    long start = System.nanoTime();
    for (int i = 0; i < files.size(); i++) {
      prepare(files.get(i), new Random(i), planes);
    }
    return files.size() / ((System.nanoTime() - start) * 1e-9);
  }

  private void prepare(Path file, Random draws, float[] planes) throws IOException {
    try (BytePointer bytes = new BytePointer(Files.readAllBytes(file));
        Mat encoded = new Mat(1, (int) bytes.capacity(), CV_8U, bytes);
        Mat whole = imdecode(encoded, IMREAD_COLOR_RGB);
        Rect box = box(whole.cols(), whole.rows(), draws);
        Mat part = new Mat(whole, box);
        Mat resized = new Mat();
        Size size = new Size(side, side);
        Mat values = new Mat();
        MatVector channels = new MatVector()) {
      boolean shrinks = box.width() > side && box.height() > side;
      resize(part, resized, size, 0, 0, shrinks ? INTER_AREA : INTER_LINEAR);
      if (draws.nextBoolean()) {
        flip(resized, resized, 1);
      }
      switch (jitter) {
        case NONE -> {}
        case GLUONCV -> enhance(resized, draws);
        case PAPER -> scaleHsv(resized, draws);
      }
      resized.convertTo(values, CV_32F);
      normalize(values, jitter != Jitter.NONE ? (float) draws.nextGaussian() : 0);
      split(values, channels);
      for (int channel = 0; channel < 3; channel++) {
        try (Mat plane = channels.get(channel);
            FloatPointer data = new FloatPointer(plane.data())) {
          data.get(planes, channel * side * side, side * side);
        }
      }
    }
  }

  private static void normalize(Mat values, float shift) {
    try (Scalar mean = new Scalar(123.68 - shift, 116.779 - shift, 103.939 - shift, 0);
        Scalar deviation = new Scalar(58.393, 57.12, 57.375, 1);
        Mat less = opencv_core.subtract(values, mean).asMat();
        Mat scale = new Mat(values.size(), values.type(), deviation)) {
      opencv_core.divide(less, scale, values);
    }
  }

  /** In 8 bits, of which hue takes all: a table for each channel. */
  private static void scaleHsv(Mat image, Random draws) {
    double turn = factor(draws) - 1;
    double saturation = factor(draws);
    double brightness = factor(draws);
    byte[] tables = new byte[3 * VALUES];
    for (int i = 0; i < VALUES; i++) {
      tables[3 * i] = (byte) Math.round(i + VALUES * turn);
      tables[3 * i + 1] = (byte) Math.min(VALUES - 1, Math.round(i * saturation));
      tables[3 * i + 2] = (byte) Math.min(VALUES - 1, Math.round(i * brightness));
    }
    try (BytePointer bytes = new BytePointer(tables);
        Mat table = new Mat(1, VALUES, CV_8UC3, bytes);
        Mat hsv = new Mat()) {
      cvtColor(image, hsv, COLOR_RGB2HSV_FULL);
      LUT(hsv, table, hsv);
      cvtColor(hsv, image, COLOR_HSV2RGB_FULL);
    }
  }

  private static void enhance(Mat image, Random draws) {
    image.convertTo(image, -1, factor(draws), 0);
    try (Mat gray = new Mat();
        Mat grays = new Mat()) {
      cvtColor(image, gray, COLOR_RGB2GRAY);
      try (Scalar middle = mean(gray)) {
        double contrast = factor(draws);
        image.convertTo(image, -1, contrast, (1 - contrast) * middle.get(0));
      }
      cvtColor(image, gray, COLOR_RGB2GRAY);
      cvtColor(gray, grays, COLOR_GRAY2RGB);
      double saturation = factor(draws);
      opencv_core.addWeighted(image, saturation, grays, 1 - saturation, 0, image);
    }
  }

  private static double factor(Random draws) {
    return 0.6 + 0.8 * draws.nextDouble();
  }

  private static Rect box(int width, int height, Random draws) {
    for (int i = 0; i < 10; i++) {
      double area = (double) width * height * (LEAST_AREA + (1 - LEAST_AREA) * draws.nextDouble());
      double aspect = Math.exp(Math.log(4.0 / 3) * (2 * draws.nextDouble() - 1));
      int columns = (int) Math.rint(Math.sqrt(area * aspect));
      int rows = (int) Math.rint(Math.sqrt(area / aspect));
      if (columns > 0 && columns <= width && rows > 0 && rows <= height) {
        return new Rect(
            draws.nextInt(width - columns + 1), draws.nextInt(height - rows + 1), columns, rows);
      }
    }
    return new Rect(0, 0, width, height);
  }
}
