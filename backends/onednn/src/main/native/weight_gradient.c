/*
 * The gradient of a convolution's weight in bf16, as products of matrices in tiles (AMX):
 *
 *   dW[o][i][kh][kw] = sum over all positions p of dY[p][o] * X[row of p under (kh, kw)][i]
 *
 * Both operands have the channels last, so that positions are rows. A stretch of positions is packed
 * into tiles, dY once, X once for each tap (kh, kw) of the kernel, and multiplied while it is in the
 * cache. Sums have 32 bits.
 */
#include "parallel.h"
#include "tiles.h"

#ifdef __AVX512BF16__

#include "pairs.h"

#pragma clang attribute push(__attribute__((target("amx-tile,amx-bf16"))), apply_to = function)

/* A tile of 16-bit values: 16 rows of 16 pairs. A tile of sums: 16 rows of 16. */
#define SIDE 16
#define DEPTH 32
#define TILE_BYTES 1024

/* Bytes of packed operands that a thread works on at a time, and positions at most. */
#define PACKED_BYTES (768 << 10)
#define MOST_POSITIONS 1024

/* Sums larger than this are not kept by each thread, but divided among them. */
#define SHARED_SUM_BYTES (1 << 20)

struct gradient {
  int images, height, width, in_channels;
  int out_height, out_width, out_channels;
  int kernel_height, kernel_width, stride_height, stride_width, pad_top, pad_left;
  int threads, adds;
  const uint16_t *source, *gradient;
  float *weight;
  char *room;
};

INLINE size_t taps(const struct gradient *g) {
  return (size_t)g->kernel_height * (size_t)g->kernel_width;
}

INLINE size_t positions(const struct gradient *g) {
  return (size_t)g->images * (size_t)g->out_height * (size_t)g->out_width;
}

/* Whether each thread has its own channels of the output, or its own positions. */
INLINE int divides_channels(const struct gradient *g) {
  return taps(g) * (size_t)g->in_channels * (size_t)g->out_channels * sizeof(float) >
             SHARED_SUM_BYTES &&
         g->out_channels / SIDE >= g->threads;
}

/* A thread's part, and where it packs and sums. */
struct part {
  size_t first_channel, channels, first_position, last_position, depth;
  char *packed_gradient, *packed_source;
  float *sums;
  const uint16_t **rows;
  uint16_t *zeros;
};

INLINE size_t most_channels(const struct gradient *g) {
  size_t tiles = (size_t)g->out_channels / SIDE;
  size_t threads = (size_t)g->threads;
  return (divides_channels(g) ? (tiles + threads - 1) / threads : tiles) * SIDE;
}

/* Positions packed at a time: a multiple of a tile's depth. */
INLINE size_t depth_of(const struct gradient *g) {
  size_t row = 2 * (most_channels(g) + (size_t)g->in_channels);
  size_t depth = PACKED_BYTES / row / DEPTH * DEPTH;
  return depth > MOST_POSITIONS ? MOST_POSITIONS : depth < DEPTH ? DEPTH : depth;
}

INLINE size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

INLINE size_t room_of_thread(const struct gradient *g) {
  size_t depth = depth_of(g);
  size_t most = (size_t)(g->in_channels > g->out_channels ? g->in_channels : g->out_channels);
  return depth * 2 * (most_channels(g) + (size_t)g->in_channels) +
         aligned(taps(g) * most_channels(g) * (size_t)g->in_channels * sizeof(float)) +
         aligned(depth * sizeof(void *)) + aligned(2 * most);
}

static struct part part_of(const struct gradient *g, int thread) {
  struct part p;
  p.depth = depth_of(g);
  if (divides_channels(g)) {
    struct range tiles = share((size_t)g->out_channels / SIDE, thread, g->threads);
    p.first_channel = tiles.from * SIDE;
    p.channels = (tiles.to - tiles.from) * SIDE;
    p.first_position = 0;
    p.last_position = positions(g);
  } else {
    struct range rows = share(positions(g), thread, g->threads);
    p.first_channel = 0;
    p.channels = (size_t)g->out_channels;
    p.first_position = rows.from;
    p.last_position = rows.to;
  }
  char *own = g->room + (size_t)thread * room_of_thread(g);
  p.packed_gradient = own;
  own += p.depth * 2 * most_channels(g);
  p.packed_source = own;
  own += p.depth * 2 * (size_t)g->in_channels;
  p.sums = (float *)own;
  own += aligned(taps(g) * most_channels(g) * (size_t)g->in_channels * sizeof(float));
  p.rows = (const uint16_t **)own;
  own += aligned(p.depth * sizeof(void *));
  p.zeros = (uint16_t *)own;
  return p;
}

/* Rows of dY for some positions; beyond the last, rows of zeros. */
static void find_gradient_rows(const struct gradient *g, const struct part *p, size_t from,
                               size_t count) {
  for (size_t k = 0; k < count; k++)
    p->rows[k] = from + k < p->last_position
                     ? g->gradient + (from + k) * (size_t)g->out_channels + p->first_channel
                     : p->zeros;
}

/* Rows of X that some positions see under a tap; in the padding, rows of zeros. */
static void find_source_rows(const struct gradient *g, const struct part *p, size_t from,
                             size_t count, int tap_row, int tap_column) {
  size_t plane = (size_t)g->out_height * (size_t)g->out_width;
  size_t channels = (size_t)g->in_channels, step = channels * (size_t)g->stride_width;
  int offset = tap_column - g->pad_left;
  /* The first column of the output whose input lies inside, and the first behind it. */
  int first = offset < 0 ? (-offset + g->stride_width - 1) / g->stride_width : 0;
  int behind = offset < g->width ? (g->width - 1 - offset) / g->stride_width + 1 : 0;
  size_t end = p->last_position - from < count ? p->last_position - from : count;
  for (size_t k = 0; k < end;) {
    size_t image = (from + k) / plane, place = (from + k) % plane;
    int y = (int)(place / (size_t)g->out_width), x = (int)(place % (size_t)g->out_width);
    int stop = (size_t)(g->out_width - x) < end - k ? g->out_width : x + (int)(end - k);
    int row = y * g->stride_height - g->pad_top + tap_row;
    int inside = row >= 0 && row < g->height;
    int left = !inside || first > stop ? stop : first;
    int right = inside && behind < stop ? behind : stop;
    for (; x < left; x++) p->rows[k++] = p->zeros;
    const uint16_t *source =
        g->source + ((image * (size_t)g->height + (size_t)row) * (size_t)g->width) * channels +
        ((ptrdiff_t)x * g->stride_width + offset) * (ptrdiff_t)channels;
    for (; x < right; x++, source += step) p->rows[k++] = source;
    for (; x < stop; x++) p->rows[k++] = p->zeros;
  }
  for (size_t k = end; k < count; k++) p->rows[k] = p->zeros;
}

/* Sixteen channels of two neighboring rows, value beside value. */
INLINE __m512i pairs(const uint16_t *first, const uint16_t *second) {
  __m512i both = _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256((const void *)first)),
                                    _mm256_loadu_si256((const void *)second), 1);
  return beside(both);
}

/* Packs the right operand: tiles of 16 pairs of positions by 16 channels, those of a channel together. */
static void pack_right(const struct part *p, size_t count, size_t channels) {
  size_t tiles = count / DEPTH;
  for (size_t k = 0; k < count; k += 2)
    for (size_t c = 0; c < channels; c += SIDE) {
      char *tile = p->packed_source + (c / SIDE * tiles + k / DEPTH) * TILE_BYTES;
      _mm512_store_si512(tile + k % DEPTH / 2 * 64, pairs(p->rows[k] + c, p->rows[k + 1] + c));
    }
}

/* Packs the left operand: tiles of 16 channels by 16 pairs of positions. */
static void pack_left(const struct part *p, size_t count, size_t channels) {
  size_t tiles = count / DEPTH;
  for (size_t k = 0; k < count; k += DEPTH)
    for (size_t c = 0; c < channels; c += SIDE) {
      __m512i rows[SIDE];
#pragma clang loop unroll(full)
      for (int i = 0; i < SIDE; i++)
        rows[i] = pairs(p->rows[k + 2 * (size_t)i] + c, p->rows[k + 2 * (size_t)i + 1] + c);
      transpose(rows);
      char *tile = p->packed_gradient + (c / SIDE * tiles + k / DEPTH) * TILE_BYTES;
#pragma clang loop unroll(full)
      for (int i = 0; i < SIDE; i++) _mm512_store_si512(tile + 64 * i, rows[i]);
    }
}

/* Adds the product of packed stretches to a block of one or two by one or two tiles of sums. */
INLINE void multiply_block(float *sums, size_t row, const char *left, const char *right,
                           size_t tiles, int rows, int columns, int first) {
  size_t stride = row * sizeof(float);
  float *below = sums + SIDE * row;
  if (first) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  } else {
    _tile_loadd(0, sums, stride);
    if (columns > 1) _tile_loadd(1, sums + SIDE, stride);
    if (rows > 1) _tile_loadd(2, below, stride);
    if (rows > 1 && columns > 1) _tile_loadd(3, below + SIDE, stride);
  }
  for (size_t k = 0; k < tiles; k++) {
    _tile_loadd(4, left + k * TILE_BYTES, 64);
    _tile_loadd(6, right + k * TILE_BYTES, 64);
    _tile_dpbf16ps(0, 4, 6);
    if (columns > 1) {
      _tile_loadd(7, right + (tiles + k) * TILE_BYTES, 64);
      _tile_dpbf16ps(1, 4, 7);
    }
    if (rows > 1) {
      _tile_loadd(5, left + (tiles + k) * TILE_BYTES, 64);
      _tile_dpbf16ps(2, 5, 6);
    }
    if (rows > 1 && columns > 1) _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, sums, stride);
  if (columns > 1) _tile_stored(1, sums + SIDE, stride);
  if (rows > 1) _tile_stored(2, below, stride);
  if (rows > 1 && columns > 1) _tile_stored(3, below + SIDE, stride);
}

/* Adds the product of what is packed to the sums of a tap, [out channels][in channels]. */
static void multiply(const struct part *p, float *sums, size_t in_channels, size_t tiles,
                     int first) {
  for (size_t i = 0; i < in_channels; i += 2 * SIDE) {
    const char *right = p->packed_source + i / SIDE * tiles * TILE_BYTES;
    int wide = i + SIDE < in_channels;
    for (size_t o = 0; o < p->channels; o += 2 * SIDE) {
      const char *left = p->packed_gradient + o / SIDE * tiles * TILE_BYTES;
      float *block = sums + o * in_channels + i;
      int tall = o + SIDE < p->channels;
      if (tall && wide) multiply_block(block, in_channels, left, right, tiles, 2, 2, first);
      else if (tall) multiply_block(block, in_channels, left, right, tiles, 2, 1, first);
      else if (wide) multiply_block(block, in_channels, left, right, tiles, 1, 2, first);
      else multiply_block(block, in_channels, left, right, tiles, 1, 1, first);
    }
  }
}

static void configure_tiles(void) {
  struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
  } configuration = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    configuration.bytes[tile] = 64;
    configuration.rows[tile] = SIDE;
  }
  _tile_loadconfig(&configuration);
}

static void sum_part(void *data, int thread) {
  const struct gradient *g = data;
  struct part p = part_of(g, thread);
  size_t in = (size_t)g->in_channels;
  size_t most = in > (size_t)g->out_channels ? in : (size_t)g->out_channels;
  for (size_t i = 0; i < most; i++) p.zeros[i] = 0;
  if (p.first_position == p.last_position)
    for (size_t i = 0; i < taps(g) * p.channels * in; i++) p.sums[i] = 0;
  configure_tiles();
  for (size_t from = p.first_position; from < p.last_position; from += p.depth) {
    size_t left = p.last_position - from;
    size_t count = left < p.depth ? (left + DEPTH - 1) / DEPTH * DEPTH : p.depth;
    find_gradient_rows(g, &p, from, count);
    pack_left(&p, count, p.channels);
    for (int tap = 0; tap < (int)taps(g); tap++) {
      find_source_rows(g, &p, from, count, tap / g->kernel_width, tap % g->kernel_width);
      pack_right(&p, count, in);
      multiply(&p, p.sums + (size_t)tap * p.channels * in, in, count / DEPTH,
               from == p.first_position);
    }
  }
  _tile_release();
}

/* Writes some rows of the weight: [out][in][taps], from sums of [taps][out][in]. */
static void write_part(void *data, int thread) {
  const struct gradient *g = data;
  size_t in = (size_t)g->in_channels, all = taps(g);
  int divided = divides_channels(g);
  struct part own = part_of(g, thread);
  struct range rows = divided ? (struct range){own.first_channel, own.first_channel + own.channels}
                              : share((size_t)g->out_channels, thread, g->threads);
  int partial_sums = divided ? 1 : g->threads;
  for (size_t o = rows.from; o < rows.to; o++) {
    float *to = g->weight + o * in * all;
    for (int s = 0; s < partial_sums; s++) {
      struct part from = divided ? own : part_of(g, s);
      int adds = g->adds || s > 0;
      for (size_t tap = 0; tap < all; tap++) {
        const float *sums = from.sums + (tap * from.channels + o - from.first_channel) * in;
        if (adds)
          for (size_t i = 0; i < in; i++) to[i * all + tap] += sums[i];
        else
          for (size_t i = 0; i < in; i++) to[i * all + tap] = sums[i];
      }
    }
  }
}

static struct gradient gradient_of(const int32_t *shape, int threads) {
  struct gradient g = {.images = shape[0],
                       .height = shape[1],
                       .width = shape[2],
                       .in_channels = shape[3],
                       .out_height = shape[4],
                       .out_width = shape[5],
                       .out_channels = shape[6],
                       .kernel_height = shape[7],
                       .kernel_width = shape[8],
                       .stride_height = shape[9],
                       .stride_width = shape[10],
                       .pad_top = shape[11],
                       .pad_left = shape[12],
                       .threads = threads};
  return g;
}

/* Whether Linux lets this process use tiles. */
uint8_t NATIVE(enableTiles)(void *env, void *class) { return request_tiles(); }

/* Bytes of room for a convolution; shape as in the next function. */
int64_t NATIVE(weightGradientRoom)(void *env, void *class, int64_t shape, int32_t threads) {
  struct gradient g = gradient_of((int32_t *)shape, threads);
  return (int64_t)(room_of_thread(&g) * (size_t)threads);
}

/*
 * shape: images, height, width, in channels, out height, out width, out channels, kernel height and
 * width, stride height and width, padding at the top and at the left; what follows is not read. Channels
 * are multiples of 16.
 */
void NATIVE(weightGradient)(void *env, void *class, int64_t shape, int32_t threads, int64_t room,
                            int64_t source, int64_t gradient, int64_t weight, uint8_t adds) {
  struct gradient g = gradient_of((int32_t *)shape, threads);
  g.adds = adds;
  g.source = (uint16_t *)source;
  g.gradient = (uint16_t *)gradient;
  g.weight = (float *)weight;
  g.room = (char *)room;
  parallel(sum_part, &g, threads);
  parallel(write_part, &g, threads);
}

#pragma clang attribute pop

#endif
