/*
 * Convolutions of 3x3 at stride 1 by Winograd's minimal filtering F(4x4, 3x3) (Lavin and
 * Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016): a tile of 4x4 outputs
 * costs 36 products instead of 144.
 *
 *   Y  = A^T [(G g G^T) . (B^T d B)] A            d: 6x6 inputs, g: 3x3 weights, Y: 4x4 outputs
 *   dg = G^T [(A dY A^T) . (B^T d B)] G           summed over all tiles
 *
 * All is computed in 32 bits; activations and their gradients may be stored in 16.
 *
 * The dot is a product of matrices for each of the 36 points: tiles by channels of the input, times
 * channels of the input by those of the output. Values of d, Y and dY are vectors of LANES channels.
 * Tiles are transformed and multiplied a few at a time, while they are in the cache.
 *
 * The matrices follow from the points at which polynomials are evaluated (Toom and Cook). With the
 * usual 0, 1, -1, 2, -2 and infinity results err 4 to 5 times as much as the definition computed in
 * 32 bits, with 0, P, -P, Q, -Q and infinity as chosen here about twice as much (root mean square).
 */
#include "layout.h"
#include "parallel.h"

#include <immintrin.h>

#define P 0.625f
#define Q 1.5f
#define PP (P * P)
#define QQ (Q * Q)

/* Side of a tile of outputs, of a tile of inputs, and points of the plane. */
#define OUT 4
#define IN 6
#define POINTS 36
#define TAPS 9

/* Tiles whose products are summed in registers together: two sums each, of 32 registers or of 16. */
#ifdef __AVX512F__
#define TILES 14
#else
#define TILES 6
#endif

/* Values of LANES channels of that many tiles, as [point][tile][lane]. */
#define STEP (TILES * LANES)
#define SLAB (POINTS * STEP)

/* Filters up to this many weights of a point are read again for each slab, larger ones for two. */
#ifdef __AVX512F__
#define SMALL_FILTER (64 * 64)
#else
#define SMALL_FILTER 0
#endif

struct convolution {
  struct layout source, target;
  int pad_top, pad_left;
  size_t tile_rows, tile_columns, tiles, slabs;
  /* What activations are stored as. */
  int type;
  const void *from;
  const float *filter;
  /* Added to the results: a value for each channel, one for each value. Either may be null. */
  const float *bias;
  const void *addend;
  void *to;
  char *room;
  int threads, adds, relu;
};

/* A tile by the corner of its outputs. */
struct tile {
  size_t image;
  int top, left;
};

INLINE struct tile tile_at(const struct convolution *c, size_t index) {
  size_t each = c->tile_rows * c->tile_columns, place = index % each;
  return (struct tile){index / each, (int)(place / c->tile_columns) * OUT,
                       (int)(place % c->tile_columns) * OUT};
}

/* The next one in the order of images, rows and columns. */
INLINE void advance(const struct convolution *c, struct tile *tile) {
  tile->left += OUT;
  if (tile->left < c->target.width) return;
  tile->left = 0;
  tile->top += OUT;
  if (tile->top < c->target.height) return;
  tile->top = 0;
  tile->image++;
}

/* Tiles whose memory is asked for while products are summed. */
struct ahead {
  struct tile source, target;
};

INLINE void fetch(const struct convolution *c, const struct layout *l, const void *values,
                  struct tile tile, int writes) {
  size_t size = size_of(c->type);
  const char *corner =
      (const char *)values + corner_of(l, tile.image, tile.top, tile.left) * (ptrdiff_t)size;
  for (size_t block = 0; block < l->blocks; block++, corner += l->block * size)
    for (size_t i = 0; i < OUT * OUT; i++) {
      const char *value = corner + (i / OUT * l->row + i % OUT * l->column) * size;
      if (writes) __builtin_prefetch(value, 1);
      else __builtin_prefetch(value);
    }
}

/* Fetches a part of what a group of slabs reads and writes, once for each point. */
INLINE void fetch_ahead(const struct convolution *c, struct ahead *ahead, size_t point,
                        int writes) {
  struct range part = share(c->slabs * TILES, (int)point, POINTS);
  for (size_t i = part.from; i < part.to; i++) {
    fetch(c, &c->source, c->from, ahead->source, 0);
    fetch(c, &c->target, c->to, ahead->target, writes);
    advance(c, &ahead->source);
    advance(c, &ahead->target);
  }
}

/* B^T d. */
INLINE void transform_input(vector to[IN], const vector d[IN]) {
  vector even = d[4] - QQ * d[2], odd = P * (d[3] - QQ * d[1]);
  to[0] = PP * QQ * d[0] - (PP + QQ) * d[2] + d[4];
  to[1] = even + odd;
  to[2] = even - odd;
  even = d[4] - PP * d[2], odd = Q * (d[3] - PP * d[1]);
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = PP * QQ * d[1] - (PP + QQ) * d[3] + d[5];
}

/* A^T m. */
INLINE void transform_output(vector to[OUT], const vector m[IN]) {
  vector sum_p = m[1] + m[2], difference_p = P * (m[1] - m[2]);
  vector sum_q = m[3] + m[4], difference_q = Q * (m[3] - m[4]);
  to[0] = m[0] + sum_p + sum_q;
  to[1] = difference_p + difference_q;
  to[2] = PP * sum_p + QQ * sum_q;
  to[3] = PP * difference_p + QQ * difference_q + m[5];
}

/* A dY. */
INLINE void transform_gradient(vector to[IN], const vector y[OUT]) {
  vector even = y[0] + PP * y[2], odd = P * (y[1] + PP * y[3]);
  to[0] = y[0];
  to[1] = even + odd;
  to[2] = even - odd;
  even = y[0] + QQ * y[2], odd = Q * (y[1] + QQ * y[3]);
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = y[3];
}

/* Which of some rows or columns from one on lie inside: a bit for each. */
INLINE unsigned inside(int from, int count, int extent) {
  unsigned bits = 0;
  for (int i = 0; i < count; i++) bits |= (unsigned)(from + i >= 0 && from + i < extent) << i;
  return bits;
}

/* Which lanes of a vector count. */
#ifdef __AVX512F__
typedef __mmask16 some_lanes;
#else
typedef uint8_t some_lanes;
#endif

/* For each row all lanes or none. */
INLINE void lanes_of(some_lanes lanes[], unsigned rows, int count) {
#pragma clang loop unroll(full)
  for (int y = 0; y < count; y++) lanes[y] = rows >> y & 1 ? (some_lanes)0xFFFF : 0;
}

INLINE vector load_lanes(int type, some_lanes lanes, const void *from, ptrdiff_t index) {
#ifdef __AVX512F__
  if (type == F32) return (vector)_mm512_maskz_loadu_ps(lanes, (const float *)from + index);
  __m256i raw = _mm256_maskz_loadu_epi16(lanes, (const uint16_t *)from + index);
  return load(type, &raw, 0);
#else
  return lanes ? load(type, from, (size_t)index) : (vector){};
#endif
}

INLINE void store_lanes(int type, some_lanes lanes, void *to, ptrdiff_t index, vector values) {
#ifdef __AVX512F__
  if (type == F32) {
    _mm512_mask_storeu_ps((float *)to + index, lanes, (__m512)values);
  } else {
    __m256i raw;
    store(type, &raw, 0, values);
    _mm256_mask_storeu_epi16((uint16_t *)to + index, lanes, raw);
  }
#else
  if (lanes) store(type, to, (size_t)index, values);
#endif
}

/* B^T d B of the tiles of a slab, [block][point][tile][lane]. */
INLINE void transform_inputs_of(int type, const struct convolution *c, size_t first, size_t count,
                                float *to) {
  const struct layout *l = &c->source;
  struct tile tile = tile_at(c, first);
  for (size_t t = 0; t < count; t++, advance(c, &tile)) {
    int top = tile.top - c->pad_top, left = tile.left - c->pad_left;
    unsigned columns = inside(left, IN, l->width);
    some_lanes lanes[IN];
    lanes_of(lanes, inside(top, IN, l->height), IN);
    ptrdiff_t from = corner_of(l, tile.image, top, left);
    float *values = to + t * LANES;
    for (size_t block = 0; block < l->blocks;
         block++, from += (ptrdiff_t)l->block, values += SLAB) {
      vector half[IN][IN];
#pragma clang loop unroll(full)
      for (int x = 0; x < IN; x++) {
        vector d[IN] = {}, column[IN] = {};
        if (columns >> x & 1) {
          for (size_t y = 0; y < IN; y++)
            d[y] = load_lanes(type, lanes[y], c->from,
                              from + (ptrdiff_t)(y * l->row + (size_t)x * l->column));
          transform_input(column, d);
        }
        for (int y = 0; y < IN; y++) half[y][x] = column[y];
      }
#pragma clang loop unroll(full)
      for (size_t y = 0; y < IN; y++) {
        vector row[IN];
        transform_input(row, half[y]);
        for (size_t x = 0; x < IN; x++) store(F32, values, (IN * y + x) * STEP, row[x]);
      }
    }
  }
}

/*
 * Zeros for the tiles that a slab has not: products of what lies there otherwise may take a hundred
 * times as long, since 16-bit values read as 32 bits can be subnormal.
 */
INLINE void clear_tiles(const struct convolution *c, size_t from, float *to) {
  for (size_t block = 0; block < c->source.blocks; block++, to += SLAB)
    for (size_t point = 0; point < POINTS; point++)
      for (size_t t = from; t < TILES; t++)
        store(F32, to, point * STEP + t * LANES, (vector){});
}

/* Sums over the channels of the input, for a slab's tiles and one or two blocks of the output. */
INLINE void multiply_block(const float *left, const float *right, float *to, size_t blocks,
                           int columns) {
  vector sums[2 * TILES] = {};
  for (size_t block = 0; block < blocks; block++, left += SLAB)
#pragma clang loop unroll(full)
    for (size_t i = 0; i < LANES; i++, right += columns * LANES) {
      vector first = load(F32, right, 0);
      vector second = columns > 1 ? load(F32, right, LANES) : first;
#pragma clang loop unroll(full)
      for (size_t t = 0; t < TILES; t++) {
        vector value = broadcast(left[t * LANES + i]);
        sums[t] += value * first;
        if (columns > 1) sums[TILES + t] += value * second;
      }
    }
#pragma clang loop unroll(full)
  for (size_t t = 0; t < TILES; t++) {
    store(F32, to, t * LANES, sums[t]);
    if (columns > 1) store(F32, to, SLAB + t * LANES, sums[TILES + t]);
  }
}

/* The products of all points. */
static void multiply(const struct convolution *c, const float *inputs, float *products,
                     size_t slabs, struct ahead ahead) {
  size_t in = c->source.blocks, out = c->target.blocks;
  for (size_t point = 0; point < POINTS; point++) {
    fetch_ahead(c, &ahead, point, 1);
    for (size_t block = 0; block < out; block += 2) {
      const float *right = c->filter + (point * out + block) * in * LANES * LANES;
      for (size_t slab = 0; slab < slabs; slab++) {
        const float *left = inputs + slab * in * SLAB + point * STEP;
        float *to = products + (slab * out + block) * SLAB + point * STEP;
        if (block + 1 < out) multiply_block(left, right, to, in, 2);
        else multiply_block(left, right, to, in, 1);
      }
    }
  }
}

/* Stores results at a place, after what is done to them before. */
INLINE void store_results(int type, const struct convolution *c, some_lanes lanes, ptrdiff_t place,
                          vector bias, vector values) {
  values += bias;
  if (c->addend) values += load_lanes(type, lanes, c->addend, place);
  store_lanes(type, lanes, c->to, place, c->relu ? rectify(values) : values);
}

/* A^T m A of the tiles of a slab. */
INLINE void transform_outputs_of(int type, const struct convolution *c, size_t first, size_t count,
                                 const float *products) {
  const struct layout *l = &c->target;
  struct tile tile = tile_at(c, first);
  for (size_t t = 0; t < count; t++, advance(c, &tile)) {
    unsigned rows = inside(tile.top, OUT, l->height);
    some_lanes lanes[OUT];
    lanes_of(lanes, inside(tile.left, OUT, l->width), OUT);
    ptrdiff_t to = corner_of(l, tile.image, tile.top, tile.left);
    const float *values = products + t * LANES;
    for (size_t block = 0; block < l->blocks; block++, to += (ptrdiff_t)l->block, values += SLAB) {
      vector bias = c->bias ? load(F32, c->bias, block * LANES) : (vector){};
      vector half[OUT][IN];
#pragma clang loop unroll(full)
      for (size_t x = 0; x < IN; x++) {
        vector m[IN], column[OUT];
        for (size_t y = 0; y < IN; y++) m[y] = load(F32, values, (IN * y + x) * STEP);
        transform_output(column, m);
        for (size_t y = 0; y < OUT; y++) half[y][x] = column[y];
      }
#pragma clang loop unroll(full)
      for (int y = 0; y < OUT; y++) {
        vector row[OUT];
        transform_output(row, half[y]);
        if (rows >> y & 1)
          for (size_t x = 0; x < OUT; x++)
            store_results(type, c, lanes[x], to + (ptrdiff_t)((size_t)y * l->row + x * l->column),
                          bias, row[x]);
      }
    }
  }
}

/* A dY A^T of the tiles of a slab. */
INLINE void transform_gradients_of(int type, const struct convolution *c, size_t first,
                                   size_t count, float *to) {
  const struct layout *l = &c->target;
  struct tile tile = tile_at(c, first);
  for (size_t t = 0; t < count; t++, advance(c, &tile)) {
    unsigned columns = inside(tile.left, OUT, l->width);
    some_lanes lanes[OUT];
    lanes_of(lanes, inside(tile.top, OUT, l->height), OUT);
    ptrdiff_t from = corner_of(l, tile.image, tile.top, tile.left);
    float *values = to + t * LANES;
    for (size_t block = 0; block < l->blocks;
         block++, from += (ptrdiff_t)l->block, values += SLAB) {
      vector half[IN][OUT];
#pragma clang loop unroll(full)
      for (int x = 0; x < OUT; x++) {
        vector d[OUT] = {}, column[IN] = {};
        if (columns >> x & 1) {
          for (size_t y = 0; y < OUT; y++)
            d[y] = load_lanes(type, lanes[y], c->to,
                              from + (ptrdiff_t)(y * l->row + (size_t)x * l->column));
          transform_gradient(column, d);
        }
        for (int y = 0; y < IN; y++) half[y][x] = column[y];
      }
#pragma clang loop unroll(full)
      for (size_t y = 0; y < IN; y++) {
        vector row[IN];
        transform_gradient(row, half[y]);
        for (size_t x = 0; x < IN; x++) store(F32, values, (IN * y + x) * STEP, row[x]);
      }
    }
  }
}

/* The same for what activations are stored as; each has code of its own. */
#define FOR_EACH_TYPE(name, ...)                                   \
  switch (c->type) {                                               \
  case F32: name##_of(F32, __VA_ARGS__); break;                    \
  case BF16: name##_of(BF16, __VA_ARGS__); break;                  \
  default: name##_of(F16, __VA_ARGS__);                            \
  }

static void transform_inputs(const struct convolution *c, size_t first, size_t count, float *to) {
  FOR_EACH_TYPE(transform_inputs, c, first, count, to)
}

static void transform_outputs(const struct convolution *c, size_t first, size_t count,
                              const float *products) {
  FOR_EACH_TYPE(transform_outputs, c, first, count, products)
}

static void transform_gradients(const struct convolution *c, size_t first, size_t count,
                                float *to) {
  FOR_EACH_TYPE(transform_gradients, c, first, count, to)
}

/* Values that a thread works with: transformed inputs, then products or transformed gradients. */
INLINE size_t working_values(const struct convolution *c) {
  return c->slabs * SLAB * (c->source.blocks + c->target.blocks);
}

INLINE size_t sums_of(const struct convolution *c) {
  return POINTS * LANES * LANES * c->source.blocks * c->target.blocks;
}

INLINE size_t least(size_t left, size_t right) { return left < right ? left : right; }

static void convolve_part(void *data, int thread) {
  const struct convolution *c = data;
  struct range own = share(c->tiles, thread, c->threads);
  size_t in = c->source.blocks * SLAB, out = c->target.blocks * SLAB, group = c->slabs * TILES;
  float *inputs = (float *)c->room + (size_t)thread * working_values(c);
  /* Where a point's sums are all in registers before one is stored, they may take its place. */
  float *products = c->target.blocks <= 2 && out <= in ? inputs : inputs + c->slabs * in;
  for (size_t from = own.from; from < own.to; from += group) {
    size_t end = least(own.to, from + group);
    size_t slabs = (end - from + TILES - 1) / TILES;
    for (size_t slab = 0; slab < slabs; slab++) {
      size_t count = least(TILES, end - from - slab * TILES);
      transform_inputs(c, from + slab * TILES, count, inputs + slab * in);
      clear_tiles(c, count, inputs + slab * in);
    }
    multiply(c, inputs, products, slabs, (struct ahead){tile_at(c, from + group), tile_at(c, from)});
    for (size_t slab = 0; slab < slabs; slab++)
      transform_outputs(c, from + slab * TILES, least(TILES, end - from - slab * TILES),
                        products + slab * out);
  }
}

/*
 * Adds to the sums of some channels of the input by one or two blocks of the output; strides from
 * slab to slab.
 */
INLINE void add_products(float *sums, const float *left, size_t left_stride, const float *right,
                         size_t right_stride, size_t tiles, size_t rows, size_t columns) {
  vector kept[LANES];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows * columns; i++)
    kept[i] = load(F32, sums, (i / rows * LANES + i % rows) * LANES);
  for (size_t done = 0; done < tiles; done += TILES, left += left_stride, right += right_stride) {
    size_t count = least(TILES, tiles - done);
    for (size_t t = 0; t < count; t++) {
      vector first = load(F32, right, t * LANES);
      vector second = columns > 1 ? load(F32, right, SLAB + t * LANES) : first;
#pragma clang loop unroll(full)
      for (size_t i = 0; i < rows; i++) {
        vector value = broadcast(left[t * LANES + i]);
        kept[i] += value * first;
        if (columns > 1) kept[rows + i] += value * second;
      }
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows * columns; i++)
    store(F32, sums, (i / rows * LANES + i % rows) * LANES, kept[i]);
}

static void sum_part(void *data, int thread) {
  const struct convolution *c = data;
  struct range own = share(c->tiles, thread, c->threads);
  size_t in = c->source.blocks, out = c->target.blocks;
  float *inputs = (float *)c->room + (size_t)thread * (working_values(c) + sums_of(c));
  float *gradients = inputs + c->slabs * in * SLAB;
  float *sums = inputs + working_values(c);
  for (size_t i = 0; i < sums_of(c); i++) sums[i] = 0;
  size_t group = c->slabs * TILES;
  for (size_t from = own.from; from < own.to; from += group) {
    size_t end = least(own.to, from + group);
    for (size_t slab = 0; from + slab * TILES < end; slab++) {
      size_t first = from + slab * TILES, count = least(TILES, end - first);
      transform_inputs(c, first, count, inputs + slab * in * SLAB);
      transform_gradients(c, first, count, gradients + slab * out * SLAB);
    }
    float *to = sums;
    struct tile next = tile_at(c, from + group);
    struct ahead ahead = {next, next};
    for (size_t point = 0; point < POINTS; point++) {
      fetch_ahead(c, &ahead, point, 0);
      for (size_t i = 0; i < in; i++) {
        const float *left = inputs + (i * POINTS + point) * STEP;
        size_t o = 0;
        for (; o + 1 < out; o += 2, to += 2 * LANES * LANES) {
          const float *right = gradients + (o * POINTS + point) * STEP;
          add_products(to, left, in * SLAB, right, out * SLAB, end - from, LANES / 2, 2);
          add_products(to + LANES / 2 * LANES, left + LANES / 2, in * SLAB, right, out * SLAB,
                       end - from, LANES / 2, 2);
        }
        for (; o < out; o++, to += LANES * LANES)
          add_products(to, left, in * SLAB, gradients + (o * POINTS + point) * STEP, out * SLAB,
                       end - from, LANES, 1);
      }
    }
  }
}

/* The rows of G: 1, p and p^2 for each point p, over the product of p less each other one. */
#define ZERO (1 / (PP * QQ))
#define AT_P (1 / (2 * PP * (PP - QQ)))
#define AT_Q (1 / (2 * QQ * (QQ - PP)))

/* G g. */
INLINE void transform_filter(vector to[IN], const vector g[3]) {
  vector even = AT_P * (g[0] + PP * g[2]), odd = AT_P * P * g[1];
  to[0] = ZERO * g[0];
  to[1] = even + odd;
  to[2] = even - odd;
  even = AT_Q * (g[0] + QQ * g[2]), odd = AT_Q * Q * g[1];
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = g[2];
}

/* G^T s. */
INLINE void transform_sums(vector to[3], const vector s[IN]) {
  vector sum_p = AT_P * (s[1] + s[2]), sum_q = AT_Q * (s[3] + s[4]);
  to[0] = ZERO * s[0] + sum_p + sum_q;
  to[1] = AT_P * P * (s[1] - s[2]) + AT_Q * Q * (s[3] - s[4]);
  to[2] = PP * sum_p + QQ * sum_q + s[5];
}

/* Writes the gradients of some channels of the output: [out][in][3][3]. */
static void write_part(void *data, int thread) {
  const struct convolution *c = data;
  size_t in = c->source.blocks, out = c->target.blocks;
  struct range own = share(in * LANES, thread, c->threads);
  for (size_t o = 0; o < out; o++)
    for (size_t i = own.from; i < own.to; i++) {
      vector half[3][IN];
      for (size_t x = 0; x < IN; x++) {
        vector s[IN], column[3];
        for (size_t y = 0; y < IN; y++) {
          size_t point = IN * y + x;
          s[y] = (vector){};
          for (int part = 0; part < c->threads; part++) {
            const float *sums = (float *)c->room + (size_t)part * (working_values(c) + sums_of(c)) +
                                working_values(c);
            s[y] +=
                load(F32, sums, (((point * in + i / LANES) * out + o) * LANES + i % LANES) * LANES);
          }
        }
        transform_sums(column, s);
        for (size_t y = 0; y < 3; y++) half[y][x] = column[y];
      }
      vector taps[TAPS];
      for (size_t y = 0; y < 3; y++) transform_sums(taps + 3 * y, half[y]);
      for (size_t lane = 0; lane < LANES; lane++) {
        float *to = (float *)c->filter + ((o * LANES + lane) * in * LANES + i) * TAPS;
        for (size_t tap = 0; tap < TAPS; tap++) to[tap] = (c->adds ? to[tap] : 0) + taps[tap][lane];
      }
    }
}

struct filter {
  size_t in, out;
  int backward, threads;
  const float *weight;
  float *to;
};

/*
 * G g G^T of all weights, as panels of two vectors of channels of the output (the last may have
 * one): [point][panel][in][channel]. For the gradient of the input, channels change sides and taps
 * their order.
 */
static void transform_filter_part(void *data, int thread) {
  const struct filter *f = data;
  size_t rows = f->backward ? f->in : f->out;
  struct range own = share(f->out / LANES * f->in, thread, f->threads);
  for (size_t k = own.from; k < own.to; k++) {
    size_t block = k / f->in, i = k % f->in;
    size_t columns = f->in * f->out / rows;
    size_t panel = block / 2 * 2;
    size_t width = panel + 1 < f->out / LANES ? 2 : 1;
    float *to = f->to + (panel * f->in + i * width + block - panel) * LANES;
    vector g[TAPS], half[IN][3];
    for (size_t lane = 0; lane < LANES; lane++) {
      size_t o = block * LANES + lane;
      const float *from = f->weight + (f->backward ? i * columns + o : o * columns + i) * TAPS;
      for (size_t tap = 0; tap < TAPS; tap++)
        g[tap][lane] = from[f->backward ? TAPS - 1 - tap : tap];
    }
    for (size_t x = 0; x < 3; x++) {
      vector taps[3] = {g[x], g[3 + x], g[6 + x]}, column[IN];
      transform_filter(column, taps);
      for (size_t y = 0; y < IN; y++) half[y][x] = column[y];
    }
    for (size_t y = 0; y < IN; y++) {
      vector row[IN];
      transform_filter(row, half[y]);
      for (size_t x = 0; x < IN; x++) store(F32, to, (IN * y + x) * f->in * f->out, row[x]);
    }
  }
}

static struct convolution convolution_of(const int32_t *shape, int threads) {
  int height = shape[1], width = shape[2], pad_top = shape[5], pad_left = shape[6];
  int out_height = height + 2 * pad_top - 2, out_width = width + 2 * pad_left - 2;
  struct convolution c = {.source = layout_of(height, width, shape[3], shape[7]),
                          .target = layout_of(out_height, out_width, shape[4], shape[7]),
                          .pad_top = pad_top,
                          .pad_left = pad_left,
                          .type = shape[8],
                          .tile_rows = ((size_t)out_height + OUT - 1) / OUT,
                          .tile_columns = ((size_t)out_width + OUT - 1) / OUT,
                          .threads = threads};
  c.tiles = (size_t)shape[0] * c.tile_rows * c.tile_columns;
  c.slabs = shape[3] * shape[4] > SMALL_FILTER ? 2 : 1;
  return c;
}

/* Channels of a vector. */
int32_t NATIVE(lanes)(void *env, void *class) { return LANES; }

/* Bytes of a transformed weight. */
int64_t NATIVE(winogradFilterBytes)(void *env, void *class, int32_t in, int32_t out) {
  return (int64_t)(POINTS * sizeof(float)) * in * out;
}

/* Transforms a weight; for the gradient of the input, in and out are those of its convolution. */
void NATIVE(winogradFilter)(void *env, void *class, int32_t in, int32_t out, int32_t threads,
                            int64_t weight, int64_t to, uint8_t backward) {
  struct filter f = {(size_t)in, (size_t)out, backward, threads, (float *)weight, (float *)to};
  parallel(transform_filter_part, &f, threads);
}

/* Bytes of room for a convolution, or for the gradient of its weight. */
int64_t NATIVE(winogradRoom)(void *env, void *class, int64_t shape, int32_t threads, uint8_t sums) {
  struct convolution c = convolution_of((int32_t *)shape, threads);
  return (int64_t)((working_values(&c) + (sums ? sums_of(&c) : 0)) * sizeof(float)) * threads;
}

/*
 * shape: images, height, width, in channels, out channels, padding above and at the left (below and
 * at the right the same), 1 for blocks of LANES channels or 0 for channels last, and the type of
 * stored values. Channels are multiples of LANES. Before a result is stored, the bias of its channel and the addend at its
 * place are added, if they are not 0, and ReLU is taken, if wanted. The addend lies as the target
 * does, and may be the target.
 */
void NATIVE(winograd)(void *env, void *class, int64_t shape, int32_t threads, int64_t room,
                      int64_t source, int64_t filter, int64_t bias, int64_t addend, int64_t target,
                      uint8_t relu) {
  struct convolution c = convolution_of((int32_t *)shape, threads);
  c.room = (char *)room;
  c.from = (void *)source;
  c.filter = (float *)filter;
  c.bias = (float *)bias;
  c.addend = (void *)addend;
  c.to = (void *)target;
  c.relu = relu;
  parallel(convolve_part, &c, threads);
}

void NATIVE(winogradWeightGradient)(void *env, void *class, int64_t shape, int32_t threads,
                                    int64_t room, int64_t source, int64_t gradient, int64_t weight,
                                    uint8_t adds) {
  struct convolution c = convolution_of((int32_t *)shape, threads);
  c.room = (char *)room;
  c.from = (void *)source;
  c.to = (void *)gradient;
  c.filter = (float *)weight;
  c.adds = adds;
  parallel(sum_part, &c, threads);
  parallel(write_part, &c, threads);
}
