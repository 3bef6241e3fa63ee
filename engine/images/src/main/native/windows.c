/*
 * Weighted sums over windows of pixels, one value for each output pixel: across the rows of bytes,
 * then down the columns. Each value is multiplied and added by itself, in the order of the window,
 * so that results are those of Java to the bit; vectors hold what is beside each other.
 */
#include <stddef.h>
#include <stdint.h>

#define NATIVE(name) Java_io_bagoftricks_engine_images_internal_natives_NativeSums_##name
#define INLINE static inline __attribute__((always_inline))

typedef uint8_t bytes4 __attribute__((vector_size(4)));
typedef float four __attribute__((vector_size(16)));
typedef float eight __attribute__((vector_size(32)));

/* Vectors of a row that are summed at a time: the sums do not wait for one another. */
#define SUMS 4

/* Red, green, blue, and the red of the next pixel; there is a byte behind the last pixel. */
INLINE four pixel(const uint8_t *at) {
  bytes4 raw;
  __builtin_memcpy(&raw, at, sizeof raw);
  return __builtin_convertvector(raw, four);
}

INLINE four sum_of_pixels(const uint8_t *at, const float *weights, int count) {
  four sum = {};
  for (int i = 0; i < count; i++) sum += pixel(at + 3 * i) * weights[i];
  return sum;
}

/* A row of pixels of three bytes, to three rows of sums. */
INLINE void color_row(const uint8_t *row, int count, int width, const int32_t *first,
                      const float *weights, float *sums) {
  float *red = sums;
  float *green = sums + width;
  float *blue = sums + 2 * width;
  int x = 0;
  for (; x + 4 <= width; x += 4) {
    four a = sum_of_pixels(row + 3 * first[x], weights + x * count, count);
    four b = sum_of_pixels(row + 3 * first[x + 1], weights + (x + 1) * count, count);
    four c = sum_of_pixels(row + 3 * first[x + 2], weights + (x + 2) * count, count);
    four d = sum_of_pixels(row + 3 * first[x + 3], weights + (x + 3) * count, count);
    four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    four reds = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    four greens = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    four blues = __builtin_shufflevector(__builtin_shufflevector(a, b, 2, 6, 2, 6),
                                         __builtin_shufflevector(c, d, 2, 6, 2, 6), 0, 1, 4, 5);
    __builtin_memcpy(red + x, &reds, sizeof reds);
    __builtin_memcpy(green + x, &greens, sizeof greens);
    __builtin_memcpy(blue + x, &blues, sizeof blues);
  }
  for (; x < width; x++) {
    four sum = sum_of_pixels(row + 3 * first[x], weights + x * count, count);
    red[x] = sum[0];
    green[x] = sum[1];
    blue[x] = sum[2];
  }
}

static void gray_row(const uint8_t *row, int count, int width, const int32_t *first,
                     const float *weights, float *sums) {
  for (int x = 0; x < width; x++) {
    float sum = 0;
    for (int i = 0; i < count; i++) sum += (float)row[first[x] + i] * weights[x * count + i];
    sums[x] = sum;
  }
}

/*
 * Rows of pixels, each to as many rows of sums as there are channels. All windows have "count"
 * pixels, from "first" of each; "weights" has those of all windows one after another.
 */
void NATIVE(across)(void *environment, void *class, int64_t pixels, int64_t stride, int32_t rows,
                    int32_t channels, int32_t count, int32_t width, int64_t first, int64_t weights,
                    int64_t sums) {
  const int32_t *starts = (const int32_t *)first;
  const float *by = (const float *)weights;
  for (int32_t y = 0; y < rows; y++) {
    const uint8_t *row = (const uint8_t *)pixels + y * stride;
    float *to = (float *)sums + (size_t)y * (size_t)channels * (size_t)width;
    if (channels == 1) {
      gray_row(row, count, width, starts, by, to);
      continue;
    }
    switch (count) { /* a constant number, so that the loop over a window is straight code */
      case 2: color_row(row, 2, width, starts, by, to); break;
      case 3: color_row(row, 3, width, starts, by, to); break;
      case 4: color_row(row, 4, width, starts, by, to); break;
      case 5: color_row(row, 5, width, starts, by, to); break;
      case 6: color_row(row, 6, width, starts, by, to); break;
      default: color_row(row, count, width, starts, by, to);
    }
  }
}

/* Columns from x on, as many as the vectors hold. */
INLINE void columns(const float *rows, size_t stride, int count, const float *weights, int vectors,
                    float *output) {
  eight sums[SUMS] = {};
  for (int i = 0; i < count; i++) {
    for (int v = 0; v < vectors; v++) {
      eight row;
      __builtin_memcpy(&row, rows + i * stride + 8 * v, sizeof row);
      sums[v] += weights[i] * row;
    }
  }
  __builtin_memcpy(output, sums, sizeof(eight) * (size_t)vectors);
}

/*
 * An output row for each window over rows, which are "stride" values apart and "width" long. Each
 * window has its own count, and its weights from its own offset on.
 */
void NATIVE(down)(void *environment, void *class, int64_t rows, int64_t stride, int32_t width,
                  int32_t height, int64_t first, int64_t counts, int64_t offsets, int64_t weights,
                  int64_t output) {
  const int32_t *starts = (const int32_t *)first;
  for (int32_t y = 0; y < height; y++) {
    const float *from = (const float *)rows + starts[y] * stride;
    int count = ((const int32_t *)counts)[y];
    const float *by = (const float *)weights + ((const int32_t *)offsets)[y];
    float *to = (float *)output + (size_t)y * (size_t)width;
    int x = 0;
    for (; x + 8 * SUMS <= width; x += 8 * SUMS) columns(from + x, (size_t)stride, count, by, SUMS, to + x);
    for (; x + 8 <= width; x += 8) columns(from + x, (size_t)stride, count, by, 1, to + x);
    for (; x < width; x++) {
      float sum = 0;
      for (int i = 0; i < count; i++) sum += by[i] * from[i * stride + x];
      to[x] = sum;
    }
  }
}
