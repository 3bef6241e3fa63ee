/*
 * Arithmetic over flat arrays, each in one pass over memory: the optimizers' updates, what is asked
 * of gradients, averages, and conversions between 16 and 32 bits.
 */
#include "parallel.h"
#include "vectors.h"

/* Values that a thread takes at once; also the length of a sum in 32 bits. */
#define BLOCK 2048

typedef void block_work(void *call, size_t from, size_t to);

struct blocks {
  size_t length;
  int threads;
  block_work *work;
  void *call;
};

static void run_blocks(void *data, int thread) {
  const struct blocks *b = data;
  struct range pieces = share((b->length + BLOCK - 1) / BLOCK, thread, b->threads);
  for (size_t piece = pieces.from; piece < pieces.to; piece++) {
    size_t end = (piece + 1) * BLOCK;
    b->work(b->call, piece * BLOCK, end < b->length ? end : b->length);
  }
}

/* Does a piece of work for every block of a length, on all threads where that is worth it. */
static void for_blocks(int64_t length, int threads, block_work *work, void *call) {
  struct blocks b = {(size_t)length, length < 8 * BLOCK ? 1 : threads, work, call};
  if (b.threads == 1) {
    for (size_t from = 0; from < b.length; from += BLOCK)
      work(call, from, from + BLOCK < b.length ? from + BLOCK : b.length);
  } else {
    parallel(run_blocks, &b, b.threads);
  }
}

/* ------------------------------------------------------------------------------------ updates */

struct update {
  float *weight, *first, *second;
  const float *gradient;
  float rate, decay, momentum, beta1, beta2, rest1, rest2, epsilon, inverse;
};

/* v = mu v + (g + decay w); w -= rate v. */
static void sgd(void *call, size_t from, size_t to) {
  const struct update u = *(const struct update *)call;
  for (size_t i = from; i < to; i++) {
    float v = u.momentum * u.first[i] + (u.gradient[i] + u.decay * u.weight[i]);
    u.first[i] = v;
    u.weight[i] -= u.rate * v;
  }
}

/* Nesterov as Sutskever et al. 2013 and PyTorch: w -= rate (g' + mu v). */
static void nag(void *call, size_t from, size_t to) {
  const struct update u = *(const struct update *)call;
  for (size_t i = from; i < to; i++) {
    float decayed = u.gradient[i] + u.decay * u.weight[i];
    float v = u.momentum * u.first[i] + decayed;
    u.first[i] = v;
    u.weight[i] -= u.rate * (decayed + u.momentum * v);
  }
}

/* Nesterov as MXNet, whose velocity contains the rate. */
static void mxnet_nag(void *call, size_t from, size_t to) {
  const struct update u = *(const struct update *)call;
  for (size_t i = from; i < to; i++) {
    float step = u.rate * (u.gradient[i] + u.decay * u.weight[i]);
    float v = u.momentum * u.first[i] - step;
    u.first[i] = v;
    u.weight[i] += u.momentum * v - step;
  }
}

/* Loshchilov & Hutter 2019; decay is the factor that shrinks the weight, rate the corrected one. */
static void adam_w(void *call, size_t from, size_t to) {
  const struct update u = *(const struct update *)call;
  for (size_t i = from; i < to; i++) {
    float g = u.gradient[i];
    float m = u.beta1 * u.first[i] + u.rest1 * g;
    float v = u.beta2 * u.second[i] + u.rest2 * (g * g);
    u.first[i] = m;
    u.second[i] = v;
    u.weight[i] = u.decay * u.weight[i] -
                   u.rate * (m / (__builtin_sqrtf(v * u.inverse) + u.epsilon));
  }
}

static void momentum_update(block_work *rule, int64_t length, int threads, int64_t weight,
                            int64_t velocity, int64_t gradient, float rate, float decay,
                            float momentum) {
  struct update u = {.weight = (float *)weight,
                     .first = (float *)velocity,
                     .gradient = (float *)gradient,
                     .rate = rate,
                     .decay = decay,
                     .momentum = momentum};
  for_blocks(length, threads, rule, &u);
}

void NATIVE(sgd)(void *env, void *class, int64_t length, int32_t threads, int64_t weight,
                 int64_t velocity, int64_t gradient, float rate, float decay, float momentum) {
  momentum_update(sgd, length, threads, weight, velocity, gradient, rate, decay, momentum);
}

void NATIVE(nag)(void *env, void *class, int64_t length, int32_t threads, int64_t weight,
                 int64_t velocity, int64_t gradient, float rate, float decay, float momentum) {
  momentum_update(nag, length, threads, weight, velocity, gradient, rate, decay, momentum);
}

void NATIVE(mxnetNag)(void *env, void *class, int64_t length, int32_t threads, int64_t weight,
                      int64_t velocity, int64_t gradient, float rate, float decay,
                      float momentum) {
  momentum_update(mxnet_nag, length, threads, weight, velocity, gradient, rate, decay, momentum);
}

void NATIVE(adamW)(void *env, void *class, int64_t length, int32_t threads, int64_t weight,
                   int64_t first, int64_t second, int64_t gradient, float rate, float shrink,
                   float beta1, float beta2, float rest1, float rest2, float epsilon,
                   float inverse) {
  struct update u = {.weight = (float *)weight,
                     .first = (float *)first,
                     .second = (float *)second,
                     .gradient = (float *)gradient,
                     .rate = rate,
                     .decay = shrink,
                     .beta1 = beta1,
                     .beta2 = beta2,
                     .rest1 = rest1,
                     .rest2 = rest2,
                     .epsilon = epsilon,
                     .inverse = inverse};
  for_blocks(length, threads, adam_w, &u);
}

/* --------------------------------------------------------------------------- arrays as vectors */

struct pair {
  float *to;
  const float *from;
  float factor;
};

static void scale(void *call, size_t from, size_t to) {
  const struct pair p = *(const struct pair *)call;
  for (size_t i = from; i < to; i++) p.to[i] *= p.factor;
}

static void add(void *call, size_t from, size_t to) {
  const struct pair p = *(const struct pair *)call;
  for (size_t i = from; i < to; i++) p.to[i] += p.from[i];
}

static void lerp(void *call, size_t from, size_t to) {
  const struct pair p = *(const struct pair *)call;
  for (size_t i = from; i < to; i++) p.to[i] += p.factor * (p.from[i] - p.to[i]);
}

void NATIVE(scale)(void *env, void *class, int64_t length, int32_t threads, int64_t values,
                   float factor) {
  struct pair p = {(float *)values, 0, factor};
  for_blocks(length, threads, scale, &p);
}

/* to += from. */
void NATIVE(add)(void *env, void *class, int64_t length, int32_t threads, int64_t to,
                 int64_t from) {
  struct pair p = {(float *)to, (float *)from, 0};
  for_blocks(length, threads, add, &p);
}

/* to += factor (from - to). */
void NATIVE(lerp)(void *env, void *class, int64_t length, int32_t threads, int64_t to,
                  int64_t from, float factor) {
  struct pair p = {(float *)to, (float *)from, factor};
  for_blocks(length, threads, lerp, &p);
}

/* --------------------------------------------------------------------------------------- sums */

/* A block's sum, written where nobody else writes: the total is added in the order of the blocks. */
struct reduction {
  const void *values;
  double *sums;
};

static void squares(void *call, size_t from, size_t to) {
  const struct reduction *r = call;
  const float *values = r->values;
  typedef double doubles __attribute__((vector_size(64)));
  typedef float floats __attribute__((vector_size(32)));
  doubles sum = {};
  size_t i = from;
  for (; i + 8 <= to; i += 8) {
    floats x;
    __builtin_memcpy(&x, values + i, sizeof x);
    doubles wide = __builtin_convertvector(x, doubles);
    sum += wide * wide;
  }
  double total = 0;
  for (int lane = 0; lane < 8; lane++) total += sum[lane];
  for (; i < to; i++) total += (double)values[i] * (double)values[i];
  r->sums[from / BLOCK] = total;
}

/* How many values of a block are not finite. */
static void not_finite(void *call, size_t from, size_t to) {
  const struct reduction *r = call;
  const uint32_t *bits = r->values;
  uint32_t count = 0;
  for (size_t i = from; i < to; i++) count += (bits[i] & 0x7F800000) == 0x7F800000;
  r->sums[from / BLOCK] = count;
}

static void zeros_of_32(void *call, size_t from, size_t to) {
  const struct reduction *r = call;
  const uint32_t *bits = r->values;
  uint32_t count = 0;
  for (size_t i = from; i < to; i++) count += (bits[i] & 0x7FFFFFFF) == 0;
  r->sums[from / BLOCK] = count;
}

static void zeros_of_16(void *call, size_t from, size_t to) {
  const struct reduction *r = call;
  const uint16_t *bits = r->values;
  uint32_t count = 0;
  for (size_t i = from; i < to; i++) count += (bits[i] & 0x7FFF) == 0;
  r->sums[from / BLOCK] = count;
}

static double reduce(int64_t length, int threads, block_work *work, int64_t values, int64_t sums) {
  struct reduction r = {(void *)values, (double *)sums};
  for_blocks(length, threads, work, &r);
  double total = 0;
  for (int64_t block = 0; block * BLOCK < length; block++) total += r.sums[block];
  return total;
}

/* How many sums of blocks the reductions of some length need room for. */
int64_t NATIVE(blocks)(void *env, void *class, int64_t length) {
  return (length + BLOCK - 1) / BLOCK;
}

double NATIVE(sumOfSquares)(void *env, void *class, int64_t length, int32_t threads,
                            int64_t values, int64_t sums) {
  return reduce(length, threads, squares, values, sums);
}

double NATIVE(countNotFinite)(void *env, void *class, int64_t length, int32_t threads,
                              int64_t values, int64_t sums) {
  return reduce(length, threads, not_finite, values, sums);
}

double NATIVE(countZeros)(void *env, void *class, int32_t type, int64_t length, int32_t threads,
                          int64_t values, int64_t sums) {
  return reduce(length, threads, type == F32 ? zeros_of_32 : zeros_of_16, values, sums);
}

/* -------------------------------------------------------------------------------- conversions */

struct conversion {
  void *to;
  const void *from;
};

INLINE void convert(int to_type, int from_type, const struct conversion *c, size_t from,
                    size_t to) {
  for (size_t i = from; i < to; i += LANES) {
    size_t n = to - i < LANES ? to - i : LANES;
    store_some(to_type, c->to, i, load_some(from_type, c->from, i, n), n);
  }
}

static void widen_halves(void *call, size_t from, size_t to) { convert(F32, F16, call, from, to); }

static void narrow_to_halves(void *call, size_t from, size_t to) {
  convert(F16, F32, call, from, to);
}

/* fp16 to float32. */
void NATIVE(widen)(void *env, void *class, int64_t length, int32_t threads, int64_t from,
                   int64_t to) {
  struct conversion c = {(void *)to, (void *)from};
  for_blocks(length, threads, widen_halves, &c);
}

/* float32 to fp16, rounded to the nearest, of two the even one; too large becomes infinite. */
void NATIVE(narrow)(void *env, void *class, int64_t length, int32_t threads, int64_t from,
                    int64_t to) {
  struct conversion c = {(void *)to, (void *)from};
  for_blocks(length, threads, narrow_to_halves, &c);
}
