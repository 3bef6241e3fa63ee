package io.bagoftricks.backends.onednn.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Why {@code winograd.c} evaluates polynomials at 5/8 and 3/2 instead of at 1 and 2: convolutions
 * of random numbers in 32 bits, by the matrices that follow from points (Barabasz, Anderson,
 * Soodhalter and Gregg, "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep
 * Neural Networks", 2020), against the definition.
 */
final class WinogradPointsTest {
  private static final int OUT = 4;
  private static final int TAPS = 3;
  private static final int IN = OUT + TAPS - 1;
  private static final int CHANNELS = 64;
  private static final int TILES = 200;

  @Test
  void theChosenPointsErrTwiceAsMuchAsTheDefinition() {
    double chosen = error(0, 0.625, -0.625, 1.5, -1.5);

    assertThat(chosen).isBetween(1.5, 2.5);
  }

  @Test
  void theUsualPointsErrFourTimesAsMuch() {
    assertThat(error(0, 1, -1, 2, -2)).isBetween(3.5, 5.5);
    assertThat(error(0, 1, -1, 0.5, -0.5)).isBetween(3.5, 5.5);
  }

  /** Root mean square error over that of sums in 32 bits, both against 64 bits. */
  private static double error(double... points) {
    double[][] forInput = forInput(points);
    double[][] forFilter = forFilter(points);
    double[][] forOutput = transposed(forOutput(points));
    Random random = new Random(1);
    double ours = 0;
    double definition = 0;
    for (int tile = 0; tile < TILES; tile++) {
      double[][] exact = new double[OUT][OUT];
      double[][] direct = new double[OUT][OUT];
      double[][] products = new double[IN][IN];
      for (int channel = 0; channel < CHANNELS; channel++) {
        double[][] d = uniform(random, IN);
        double[][] g = uniform(random, TAPS);
        double[][] v = bothSides(forInput, d);
        double[][] u = bothSides(forFilter, g);
        for (int i = 0; i < IN * IN; i++) {
          int y = i / IN;
          int x = i % IN;
          products[y][x] = Math.fma((float) u[y][x], (float) v[y][x], (float) products[y][x]);
        }
        for (int i = 0; i < OUT * OUT * TAPS * TAPS; i++) {
          int y = i / (OUT * TAPS * TAPS);
          int x = i / (TAPS * TAPS) % OUT;
          int row = i / TAPS % TAPS;
          int column = i % TAPS;
          double value = d[y + row][x + column];
          exact[y][x] += value * g[row][column];
          direct[y][x] = Math.fma((float) value, (float) g[row][column], (float) direct[y][x]);
        }
      }
      ours += squares(exact, bothSides(forOutput, products));
      definition += squares(exact, direct);
    }
    return Math.sqrt(ours / definition);
  }

  /** {@code M x M^T}, each sum in 32 bits. */
  private static double[][] bothSides(double[][] matrix, double[][] x) {
    return transposed(multiply(matrix, transposed(multiply(matrix, x))));
  }

  private static double[][] multiply(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        float sum = 0;
        for (int k = 0; k < right.length; k++) {
          sum = Math.fma((float) left[i][k], (float) right[k][j], sum);
        }
        product[i][j] = sum;
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] x) {
    double[][] transposed = new double[x[0].length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        transposed[j][i] = x[i][j];
      }
    }
    return transposed;
  }

  /** Rows of coefficients of the product of {@code x - p} over the other points, and over all. */
  private static double[][] forInput(double[] points) {
    double[][] matrix = new double[IN][IN];
    for (int row = 0; row < IN; row++) {
      matrix[row][0] = 1;
      int degree = 0;
      for (int i = 0; i < points.length; i++) {
        if (i != row) {
          degree++;
          for (int power = degree; power > 0; power--) {
            matrix[row][power] = matrix[row][power - 1] - points[i] * matrix[row][power];
          }
          matrix[row][0] *= -points[i];
        }
      }
    }
    return matrix;
  }

  private static double[][] forFilter(double[] points) {
    double[][] matrix = new double[IN][TAPS];
    for (int row = 0; row < points.length; row++) {
      double point = points[row];
      double factor =
          Arrays.stream(points)
              .filter(p -> p != point)
              .map(p -> point - p)
              .reduce(1, (a, b) -> a * b);
      for (int power = 0; power < TAPS; power++) {
        matrix[row][power] = Math.pow(point, power) / factor;
      }
    }
    matrix[IN - 1][TAPS - 1] = 1;
    return matrix;
  }

  private static double[][] forOutput(double[] points) {
    double[][] matrix = new double[IN][OUT];
    for (int row = 0; row < points.length; row++) {
      for (int power = 0; power < OUT; power++) {
        matrix[row][power] = Math.pow(points[row], power);
      }
    }
    matrix[IN - 1][OUT - 1] = 1;
    return matrix;
  }

  private static double[][] uniform(Random random, int side) {
    double[][] values = new double[side][side];
    for (double[] row : values) {
      Arrays.setAll(row, i -> 2 * random.nextFloat() - 1);
    }
    return values;
  }

  private static double squares(double[][] expected, double[][] actual) {
    double sum = 0;
    for (int i = 0; i < OUT * OUT; i++) {
      double difference = expected[i / OUT][i % OUT] - actual[i / OUT][i % OUT];
      sum += difference * difference;
    }
    return sum;
  }
}
