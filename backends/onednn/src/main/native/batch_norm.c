/*
 * Batch normalization in two passes over memory each way, together with what stands around it: the
 * residual sum and the ReLU behind it, and in backward the sum of two gradients of its output.
 *
 * Ioffe & Szegedy 2015, algorithm 1 and the gradient in their section 3.
 */
#include "parallel.h"
#include "vectors.h"

/* Rows summed in 32 bits before their sums go into 64 bits. */
#define ROWS_IN_SINGLE 64

/* Rows taken together. A row of a block is 64 bytes in 32 bits, without AVX-512 only 32. */
#ifdef __AVX512F__
#define ROWS_AT_ONCE 4
#else
#define ROWS_AT_ONCE 8
#endif

/* Of how many values of a channel its pivot is chosen. */
#define CANDIDATES 16

/* How many bytes ahead of the values in work memory is asked for. */
#define AHEAD 2048

/*
 * A batch as panels of rows of neighboring channels. Channels last: one panel with all rows. Blocks
 * of channels: a panel for each image and block.
 */
struct batch {
  size_t panels, rows, width, channels;
  int type, threads;
  char *room;
};

/* Vectors of one value per channel at the start of a batch's room; the threads' sums lie behind. */
enum { PIVOT, FACTOR = PIVOT, SHIFT, SLOPE, VECTORS };

INLINE size_t padded(size_t count) { return (count + LANES - 1) / LANES * LANES; }

INLINE float *vector_of(const struct batch *b, int which) {
  return (float *)b->room + (size_t)which * padded(b->channels);
}

/* Where a thread adds up two sums for each channel: of a block of rows, and of all. */
struct sums {
  float *block_first, *block_second;
  double *first, *second;
};

INLINE struct sums sums_of(const struct batch *b, int thread) {
  size_t n = padded(b->channels);
  char *own = b->room + n * (sizeof(float) * VECTORS + (size_t)thread * 24);
  return (struct sums){(float *)own, (float *)own + n, (double *)(own + n * 8),
                       (double *)(own + n * 16)};
}

/* Bytes of room for a batch of some channels. */
int64_t NATIVE(batchNormRoom)(void *env, void *class,
                                                                        int32_t channels,
                                                                        int32_t threads) {
  return (int64_t)(padded((size_t)channels) * (sizeof(float) * VECTORS + (size_t)threads * 24));
}

INLINE size_t channel_of(const struct batch *b, size_t panel) {
  return panel * b->width % b->channels;
}

INLINE size_t index_of(const struct batch *b, size_t panel, size_t row) {
  return (panel * b->rows + row) * b->width;
}

/* Asks for memory that will be read soon, when rows are taken in order; before when backwards. */
INLINE void expect(int type, const void *values, size_t index, ptrdiff_t bytes) {
  __builtin_prefetch((const char *)values + index * size_of(type) + bytes);
}

/* Asks for memory that will be written soon. */
INLINE void expect_to_write(int type, const void *values, size_t index, ptrdiff_t bytes) {
  __builtin_prefetch((const char *)values + index * size_of(type) + bytes, 1);
}

INLINE size_t lanes(size_t width, size_t c) { return width - c < LANES ? width - c : LANES; }

/* What one thread does: all rows of some panels, or some rows of every panel. */
struct portion {
  struct range panels, rows;
};

INLINE struct portion portion_of(const struct batch *b, int thread) {
  if (b->panels % (size_t)b->threads == 0)
    return (struct portion){share(b->panels, thread, b->threads), {0, b->rows}};
  return (struct portion){{0, b->panels}, share(b->rows, thread, b->threads)};
}

/* A piece of work on some rows that begin at an index; their number is known when compiling. */
typedef void rows_work(int type, const void *call, size_t index, size_t channel, int count,
                       struct sums sums);

/* Does a piece of work on a thread's portion, and adds up what it summed. */
INLINE void sum_portion(int type, const struct batch *b, int thread, const void *call,
                        rows_work work) {
  struct sums s = sums_of(b, thread);
  struct portion p = portion_of(b, thread);
  for (size_t c = 0; c < b->channels; c++) s.first[c] = s.second[c] = 0;
  for (size_t panel = p.panels.from; panel < p.panels.to; panel++) {
    size_t channel = channel_of(b, panel);
    for (size_t row = p.rows.from; row < p.rows.to;) {
      size_t end = row + ROWS_IN_SINGLE < p.rows.to ? row + ROWS_IN_SINGLE : p.rows.to;
      for (size_t c = 0; c < padded(b->width); c++) s.block_first[c] = s.block_second[c] = 0;
      for (; row + ROWS_AT_ONCE <= end; row += ROWS_AT_ONCE)
        work(type, call, index_of(b, panel, row), channel, ROWS_AT_ONCE, s);
      for (; row < end; row++) work(type, call, index_of(b, panel, row), channel, 1, s);
      for (size_t c = 0; c < b->width; c++) {
        s.first[channel + c] += (double)s.block_first[c];
        s.second[channel + c] += (double)s.block_second[c];
      }
    }
  }
}

/* Does a piece of work on a thread's portion, from its end: that is what the cache still has. */
INLINE void map_portion(int type, const struct batch *b, int thread, const void *call,
                        rows_work work) {
  struct portion p = portion_of(b, thread);
  struct sums none = {};
  for (size_t panel = p.panels.to; panel-- > p.panels.from;) {
    size_t channel = channel_of(b, panel);
    size_t row = p.rows.to;
    for (; row >= p.rows.from + ROWS_AT_ONCE; row -= ROWS_AT_ONCE)
      work(type, call, index_of(b, panel, row - ROWS_AT_ONCE), channel, ROWS_AT_ONCE, none);
    for (; row > p.rows.from; row--) work(type, call, index_of(b, panel, row - 1), channel, 1, none);
  }
}

/* The sums of all threads for a channel, in the order of the threads. */
INLINE void total(const struct batch *b, size_t channel, double *first, double *second) {
  *first = *second = 0;
  for (int thread = 0; thread < b->threads; thread++) {
    struct sums s = sums_of(b, thread);
    *first += s.first[channel];
    *second += s.second[channel];
  }
}

INLINE struct batch batch_of(int type, int64_t panels, int64_t rows, int32_t width,
                             int32_t channels, int64_t room, int threads) {
  return (struct batch){(size_t)panels,   (size_t)rows, (size_t)width, (size_t)channels, type,
                        threads, (char *)room};
}

/* The number of values per channel. */
INLINE double count_of(const struct batch *b) {
  return (double)b->panels * (double)b->rows / (double)(b->channels / b->width);
}

/* Each channel's factor: gamma / sqrt(variance + epsilon). */
INLINE void set_factors(const struct batch *b, const float *gamma, const float *variance,
                        float epsilon) {
  float *factor = vector_of(b, FACTOR);
  for (size_t c = 0; c < b->channels; c++)
    factor[c] = (float)((double)gamma[c] / __builtin_sqrt((double)variance[c] + (double)epsilon));
}

/* What neighboring channels are normalized with: (x - mean) * factor + beta. */
struct norm {
  vector mean, factor, beta;
};

INLINE struct norm norm_of(const struct batch *b, const float *mean, const float *beta,
                           size_t channel, size_t n) {
  return (struct norm){load_some(F32, mean, channel, n), load(F32, vector_of(b, FACTOR), channel),
                       load_some(F32, beta, channel, n)};
}

/* The same work compiled for each type of stored values, as a body for threads. */
#define FOR_EACH_TYPE(name, loop, call_type, work)                                       \
  static void name(void *data, int thread) {                                             \
    const call_type *call = data;                                                        \
    if (call->batch.type == F32) loop(F32, &call->batch, thread, call, work);            \
    else if (call->batch.type == BF16) loop(BF16, &call->batch, thread, call, work);     \
    else loop(F16, &call->batch, thread, call, work);                                    \
  }

/* ------------------------------------------------------------------------------------ forward */

struct forward {
  struct batch batch;
  const void *x, *residual;
  void *y;
  float *mean, *variance;
  const float *gamma, *beta;
  int relu;
};

/* One of some values of each channel that lie evenly spread over the batch. */
INLINE vector candidate(int type, const struct forward *f, size_t block, size_t c, size_t k) {
  const struct batch *b = &f->batch;
  size_t blocks = b->channels / b->width, values = b->panels / blocks * b->rows;
  size_t value = (2 * k + 1) * values / (2 * CANDIDATES);
  size_t panel = value / b->rows * blocks + block;
  return load_some(type, f->x, index_of(b, panel, value % b->rows) + c, lanes(b->width, c));
}

/*
 * The pivot of each channel: of some candidates that which is nearest to their mean. A value taken
 * blindly may lie so far from the mean that the sums around it lose what they are for; a value of
 * the channel, other than the mean, has differences to the others that are mostly exact.
 */
INLINE void choose_pivots(int type, const struct forward *f) {
  const struct batch *b = &f->batch;
  for (size_t block = 0; block < b->channels / b->width; block++)
    for (size_t c = 0; c < b->width; c += LANES) {
      vector mean = {};
      for (size_t k = 0; k < CANDIDATES; k++) mean += candidate(type, f, block, c, k) / CANDIDATES;
      vector pivot = candidate(type, f, block, c, 0);
      for (size_t k = 1; k < CANDIDATES; k++) {
        vector x = candidate(type, f, block, c, k);
        pivot = select((x - mean) * (x - mean) < (pivot - mean) * (pivot - mean), x, pivot);
      }
      store_some(F32, vector_of(b, PIVOT), block * b->width + c, pivot, lanes(b->width, c));
    }
}

/* Sums around a pivot near the mean lose no digits to a mean far from zero. */
INLINE void sum_values(int type, const void *call, size_t index, size_t channel, int count,
                       struct sums s) {
  const struct forward *f = call;
  const struct batch *b = &f->batch;
  for (size_t c = 0; c < b->width; c += LANES) {
    size_t n = lanes(b->width, c);
    vector pivot = load(F32, vector_of(b, PIVOT), channel + c);
    vector first = load(F32, s.block_first, c), second = load(F32, s.block_second, c);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      size_t i = index + (size_t)r * b->width + c;
      expect(type, f->x, i, AHEAD);
      vector x = load_some(type, f->x, i, n) - pivot;
      first += x;
      second += x * x;
    }
    store(F32, s.block_first, c, first);
    store(F32, s.block_second, c, second);
  }
}

INLINE void normalize_values(int type, const void *call, size_t index, size_t channel, int count,
                             struct sums none) {
  const struct forward *f = call;
  const struct batch *b = &f->batch;
  for (size_t c = 0; c < b->width; c += LANES) {
    size_t n = lanes(b->width, c);
    struct norm norm = norm_of(b, f->mean, f->beta, channel + c, n);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      size_t i = index + (size_t)r * b->width + c;
      expect(type, f->x, i, -AHEAD);
      if (f->residual) expect(type, f->residual, i, -AHEAD);
      expect_to_write(type, f->y, i, -AHEAD);
      vector y = (load_some(type, f->x, i, n) - norm.mean) * norm.factor + norm.beta;
      if (f->residual) y += load_some(type, f->residual, i, n);
      if (f->relu) y = rectify(y);
      store_some(type, f->y, i, y, n);
    }
  }
}

FOR_EACH_TYPE(sum_forward, sum_portion, struct forward, sum_values)
FOR_EACH_TYPE(normalize, map_portion, struct forward, normalize_values)

/*
 * y = relu((x - mean) * gamma / sqrt(variance + epsilon) + beta + residual), with the batch's mean and
 * biased variance where they are to be measured, else with those given.
 *
 * residual may be missing (0); y may be the residual.
 */
void NATIVE(batchNormForward)(
    void *env, void *class, int32_t type, int64_t panels, int64_t rows, int32_t width,
    int32_t channels, int64_t room, int32_t threads, int64_t x, int64_t residual, int64_t y,
    int64_t mean, int64_t variance, int64_t gamma, int64_t beta, float epsilon, uint8_t relu,
    uint8_t measure) {
  struct forward f = {batch_of(type, panels, rows, width, channels, room, threads),
                      (void *)x,
                      (void *)residual,
                      (void *)y,
                      (float *)mean,
                      (float *)variance,
                      (float *)gamma,
                      (float *)beta,
                      relu};
  const struct batch *b = &f.batch;
  float *pivot = vector_of(b, PIVOT);
  double count = count_of(b);
  if (measure) {
    choose_pivots(type, &f);
    parallel(sum_forward, &f, threads);
    for (size_t c = 0; c < b->channels; c++) {
      double first, second;
      total(b, c, &first, &second);
      double around = first / count;
      double spread = second / count - around * around;
      f.mean[c] = (float)((double)pivot[c] + around);
      f.variance[c] = (float)(spread < 0 ? 0 : spread);
    }
  }
  set_factors(b, f.gamma, f.variance, epsilon);
  parallel(normalize, &f, threads);
}

/* ----------------------------------------------------------------------------------- backward */

struct backward {
  struct batch batch;
  const void *gradient, *other_gradient, *x, *y;
  void *of_sum, *of_x;
  const float *mean, *beta;
  int relu;
};

/*
 * The gradient behind the ReLU: the sum of the two given, zero where the output was. Without an
 * output its sign is computed again, with the same arithmetic as in forward.
 */
INLINE vector gradient_at(int type, const struct backward *g, size_t i, size_t n, ptrdiff_t ahead,
                          vector centered, struct norm norm) {
  expect(type, g->gradient, i, ahead);
  vector gradient = load_some(type, g->gradient, i, n);
  if (g->other_gradient) {
    expect(type, g->other_gradient, i, ahead);
    gradient += load_some(type, g->other_gradient, i, n);
  }
  if (!g->relu) return gradient;
  if (g->y) expect(type, g->y, i, ahead);
  vector y = g->y ? load_some(type, g->y, i, n) : centered * norm.factor + norm.beta;
  return select(y <= 0, (vector){}, gradient);
}

INLINE void sum_gradients(int type, const void *call, size_t index, size_t channel, int count,
                          struct sums s) {
  const struct backward *g = call;
  const struct batch *b = &g->batch;
  for (size_t c = 0; c < b->width; c += LANES) {
    size_t n = lanes(b->width, c);
    struct norm norm = norm_of(b, g->mean, g->beta, channel + c, n);
    vector first = load(F32, s.block_first, c), second = load(F32, s.block_second, c);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      size_t i = index + (size_t)r * b->width + c;
      expect(type, g->x, i, AHEAD);
      vector centered = load_some(type, g->x, i, n) - norm.mean;
      vector gradient = gradient_at(type, g, i, n, AHEAD, centered, norm);
      if (g->of_sum) store_some(type, g->of_sum, i, gradient, n);
      first += gradient;
      second += gradient * centered;
    }
    store(F32, s.block_first, c, first);
    store(F32, s.block_second, c, second);
  }
}

INLINE void differentiate(int type, const void *call, size_t index, size_t channel, int count,
                          struct sums none) {
  const struct backward *g = call;
  const struct batch *b = &g->batch;
  for (size_t c = 0; c < b->width; c += LANES) {
    size_t n = lanes(b->width, c);
    struct norm norm = norm_of(b, g->mean, g->beta, channel + c, n);
    vector shift = load(F32, vector_of(b, SHIFT), channel + c);
    vector slope = load(F32, vector_of(b, SLOPE), channel + c);
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++) {
      size_t i = index + (size_t)r * b->width + c;
      expect(type, g->x, i, -AHEAD);
      expect_to_write(type, g->of_x, i, -AHEAD);
      vector centered = load_some(type, g->x, i, n) - norm.mean;
      vector gradient;
      if (g->of_sum) {
        expect(type, g->of_sum, i, -AHEAD);
        gradient = load_some(type, g->of_sum, i, n);
      } else {
        gradient = gradient_at(type, g, i, n, -AHEAD, centered, norm);
      }
      store_some(type, g->of_x, i, norm.factor * gradient - (shift + slope * centered), n);
    }
  }
}

FOR_EACH_TYPE(sum_backward, sum_portion, struct backward, sum_gradients)
FOR_EACH_TYPE(differentiate_all, map_portion, struct backward, differentiate)

/*
 * With g the gradient behind the ReLU and m the number of values of a channel:
 * dbeta = sum g, dgamma = sum g xhat, dx = gamma / sd * (g - dbeta / m - xhat * dgamma / m).
 *
 * Where mean and variance were not measured on this batch they are constants: dx = gamma / sd * g.
 *
 * other_gradient, y and of_sum may be missing (0); of_sum receives g and may be one of the gradients.
 */
void NATIVE(batchNormBackward)(
    void *env, void *class, int32_t type, int64_t panels, int64_t rows, int32_t width,
    int32_t channels, int64_t room, int32_t threads, int64_t gradient, int64_t other_gradient,
    int64_t x, int64_t y, int64_t of_sum, int64_t of_x, int64_t mean, int64_t variance,
    int64_t gamma, int64_t beta, int64_t of_gamma, int64_t of_beta, float epsilon, uint8_t relu,
    uint8_t measured) {
  struct backward g = {batch_of(type, panels, rows, width, channels, room, threads),
                       (void *)gradient,
                       (void *)other_gradient,
                       (void *)x,
                       (void *)y,
                       (void *)of_sum,
                       (void *)of_x,
                       (float *)mean,
                       (float *)beta,
                       relu};
  const struct batch *b = &g.batch;
  float *factor = vector_of(b, FACTOR), *shift = vector_of(b, SHIFT), *slope = vector_of(b, SLOPE);
  double count = count_of(b);
  set_factors(b, (float *)gamma, (float *)variance, epsilon);
  parallel(sum_backward, &g, threads);
  for (size_t c = 0; c < b->channels; c++) {
    double first, second;
    total(b, c, &first, &second);
    double inverse = 1 / ((double)((float *)variance)[c] + (double)epsilon);
    ((float *)of_beta)[c] = (float)first;
    ((float *)of_gamma)[c] = (float)(second * __builtin_sqrt(inverse));
    shift[c] = measured ? (float)((double)factor[c] * first / count) : 0;
    slope[c] = measured ? (float)((double)factor[c] * inverse * second / count) : 0;
  }
  parallel(differentiate_all, &g, threads);
}
