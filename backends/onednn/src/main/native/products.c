/*
 * Convolutions as products of matrices in 32 bits, whatever type activations are stored in. What a
 * few positions of the result see is converted and laid in a row for each tap of the kernel, while
 * it is in the cache:
 *
 *   Y[p][o]     = sum over taps and i of X[what p sees under the tap][i] * W[o][i][tap]
 *   dW[o][i][t] = sum over p of dY[p][o] * X[what p sees under t][i]
 *
 * The gradient of the input is a convolution too. With a stride its positions fall into phases, by
 * their row and column modulo the stride: those of a phase see the gradient of the output under the
 * same taps.
 */
#include "layout.h"
#include "parallel.h"

#ifdef __AVX512F__
#include "pairs.h"
#endif

/* Positions whose sums are in registers together, two vectors each, of 32 registers or of 16. */
#ifdef __AVX512F__
#define ROWS 14
#else
#define ROWS 6
#endif

/* Bytes of converted values that a thread works on at a time, and slabs of ROWS positions at most. */
#define PACKED_BYTES (768 << 10)
#define MOST_SLABS 16

/* For the gradient of a weight: bytes of the output's gradient that are packed, and positions at most. */
#define GRADIENT_BYTES (1 << 20)
#define MOST_POSITIONS 512

/* Positions whose values the first level of cache holds, for the few channels of a sum in registers. */
#define NEAR_POSITIONS 256

/* Lines of a block of channels that are asked for ahead at most. */
#define MOST_LINES 512

/* Sums larger than this are not kept by each thread, but divided among them. */
#define SHARED_SUM_BYTES (1 << 18)

/*
 * Where a thread's sums are larger than the first number, it makes as many blocks of them at a time
 * as the second number holds, and at least two.
 */
#define LARGE_SUM_BYTES (5 << 20)
#define NEAR_SUM_BYTES (512 << 10)

/* Blocks of channels, under a tap each, that are summed at a time. */
#define SUMMED_BLOCKS 64

/* Rows of sums of a weight's gradient that are in registers together. */
#define SUM_ROWS 8

struct convolution {
  /* For the gradient of the input, the source is the gradient of the output. */
  struct layout source, target;
  int images, type;
  int kernel_height, kernel_width, stride_height, stride_width, pad_top, pad_left;
  int backward, threads, relu, adds;
  const void *from;
  const float *panels;
  /* Added to the results: a value for each channel, one for each value. Either may be null. */
  const float *bias;
  const void *addend;
  void *to;
  float *weight;
  char *room;
};

/*
 * Rows or columns of a phase: the first of the target, the distance to the next and how many; the
 * distance that the source moves meanwhile; its taps, and where the first of them looks in the source
 * from the first row or column, and by how much the next one is further.
 */
struct axis {
  int first, spacing, count, step;
  int first_tap, tap_spacing, taps, offset, offset_step;
};

INLINE struct axis axis_of(int backward, int extent, int kernel, int stride, int padding,
                           int phase) {
  if (!backward)
    return (struct axis){.spacing = 1,
                         .count = extent,
                         .step = stride,
                         .tap_spacing = 1,
                         .taps = kernel,
                         .offset = -padding,
                         .offset_step = 1};
  int first_tap = (phase + padding) % stride;
  return (struct axis){.first = phase,
                       .spacing = stride,
                       .count = (extent - phase + stride - 1) / stride,
                       .step = 1,
                       .first_tap = first_tap,
                       .tap_spacing = stride,
                       .taps = first_tap < kernel ? (kernel - first_tap + stride - 1) / stride : 0,
                       .offset = (phase + padding - first_tap) / stride,
                       .offset_step = -1};
}

/* Positions that see the source under the same taps, and where the panels of their taps begin. */
struct phase {
  struct axis rows, columns;
  size_t positions, taps, panels;
};

INLINE int phases(const struct convolution *c) {
  return c->backward ? c->stride_height * c->stride_width : 1;
}

static struct phase phase_of(const struct convolution *c, int index) {
  struct phase p = {0};
  for (int i = 0; i <= index; i++) {
    p.panels += p.taps * c->source.blocks * c->target.blocks * LANES * LANES;
    p.rows = axis_of(c->backward, c->target.height, c->kernel_height, c->stride_height, c->pad_top,
                     i / c->stride_width);
    p.columns = axis_of(c->backward, c->target.width, c->kernel_width, c->stride_width,
                        c->pad_left, i % c->stride_width);
    p.taps = (size_t)p.rows.taps * (size_t)p.columns.taps;
  }
  p.positions = (size_t)c->images * (size_t)p.rows.count * (size_t)p.columns.count;
  return p;
}

/* A position of a phase, by its row and column among those of the phase. */
struct position {
  size_t image;
  int row, column;
};

INLINE struct position position_at(const struct phase *p, size_t index) {
  size_t columns = (size_t)p->columns.count, each = (size_t)p->rows.count * columns;
  size_t place = index % each;
  return (struct position){index / each, (int)(place / columns), (int)(place % columns)};
}

INLINE void advance(const struct phase *p, struct position *at) {
  if (++at->column < p->columns.count) return;
  at->column = 0;
  if (++at->row < p->rows.count) return;
  at->row = 0;
  at->image++;
}

/* Where some positions have their values in the target. */
INLINE void find_targets(const struct convolution *c, const struct phase *p, size_t first,
                         size_t count, ptrdiff_t *places) {
  struct position at = position_at(p, first);
  for (size_t k = 0; k < count; k++, advance(p, &at))
    places[k] = corner_of(&c->target, at.image, p->rows.first + at.row * p->rows.spacing,
                          p->columns.first + at.column * p->columns.spacing);
}

/* What some positions see of the source under a tap; less than 0 outside. */
INLINE void find_sources(const struct convolution *c, const struct phase *p, size_t first,
                         size_t count, int tap_row, int tap_column, ptrdiff_t *places) {
  struct position at = position_at(p, first);
  int down = p->rows.offset + tap_row * p->rows.offset_step;
  int across = p->columns.offset + tap_column * p->columns.offset_step;
  for (size_t k = 0; k < count; k++, advance(p, &at)) {
    int row = at.row * p->rows.step + down, column = at.column * p->columns.step + across;
    int inside = row >= 0 && row < c->source.height && column >= 0 && column < c->source.width;
    places[k] = inside ? corner_of(&c->source, at.image, row, column) : -1;
  }
}

/* How far the source moves from a position to the next in a row. */
INLINE ptrdiff_t source_step(const struct convolution *c, const struct phase *p) {
  return (ptrdiff_t)c->source.column * p->columns.step;
}

/* Places one behind the other, all outside or at the same distance from one to the next. */
struct run {
  ptrdiff_t place;
  size_t count;
};

/* Cuts places into runs; returns how many there are. */
INLINE size_t find_runs(const ptrdiff_t *places, size_t count, ptrdiff_t step, struct run *runs) {
  size_t found = 0;
  for (size_t k = 0; k < count; found++) {
    size_t from = k++;
    if (places[from] < 0)
      while (k < count && places[k] < 0) k++;
    else
      while (k < count && places[k] == places[k - 1] + step) k++;
    runs[found] = (struct run){places[from], k - from};
  }
  return found;
}

/* Converts what lies at some places, [block][place][lane]; zeros for those outside and some behind. */
INLINE void pack_of(int type, const struct layout *l, const void *from, const struct run *runs,
                    size_t found, ptrdiff_t step, size_t first_block, size_t blocks, size_t behind,
                    float *to) {
  for (size_t block = 0; block < blocks; block++) {
    size_t shift = (first_block + block) * l->block;
    /* Two blocks further, but nothing of what lies outside. */
    size_t ahead = first_block + block + 2 < l->blocks ? 2 * l->block : 0;
    for (size_t r = 0; r < found; r++) {
      if (runs[r].place < 0) {
        for (size_t k = 0; k < runs[r].count; k++, to += LANES) store(F32, to, 0, (vector){});
        continue;
      }
      size_t place = (size_t)runs[r].place + shift;
      for (size_t k = 0; k < runs[r].count; k++, to += LANES, place += (size_t)step) {
        __builtin_prefetch((const char *)from + (place + ahead) * size_of(type));
        store(F32, to, 0, load(type, from, place));
      }
    }
    for (size_t k = 0; k < behind; k++, to += LANES) store(F32, to, 0, (vector){});
  }
}

/*
 * Memory that is asked for while products are summed: some lines of one block of channels after
 * another.
 */
struct stream {
  const char *at;
  size_t line, lines, left;
  ptrdiff_t jump;
};

#define LINE 64

/* What lies between two places, in some blocks; nothing where one of them lies outside. */
INLINE struct stream stream_of(int type, const struct layout *l, const void *from,
                               const ptrdiff_t places[2], size_t first_block, size_t blocks) {
  size_t size = size_of(type);
  if (places[0] < 0 || places[1] < places[0]) return (struct stream){0};
  size_t lines = ((size_t)(places[1] - places[0]) + LANES) * size / LINE + 1;
  if (lines > MOST_LINES) lines = MOST_LINES;
  return (struct stream){
      .at = (const char *)from + ((size_t)places[0] + first_block * l->block) * size,
      .lines = lines,
      .left = lines * blocks,
      .jump = (ptrdiff_t)(l->block * size) - (ptrdiff_t)(lines * LINE)};
}

INLINE void fetch(struct stream *s) {
  if (s->left == 0) return;
  __builtin_prefetch(s->at);
  s->left--;
  s->at += LINE;
  if (++s->line == s->lines) {
    s->line = 0;
    s->at += s->jump;
  }
}

/* The same for what activations are stored as; each has code of its own. */
#define FOR_EACH_TYPE(type, name, ...)                             \
  switch (type) {                                                  \
  case F32: name##_of(F32, __VA_ARGS__); break;                    \
  case BF16: name##_of(BF16, __VA_ARGS__); break;                  \
  default: name##_of(F16, __VA_ARGS__);                            \
  }

static void pack(int type, const struct layout *l, const void *from, const struct run *runs,
                 size_t found, ptrdiff_t step, size_t first_block, size_t blocks, size_t behind,
                 float *to) {
  FOR_EACH_TYPE(type, pack, l, from, runs, found, step, first_block, blocks, behind, to)
}

/* Stores the sums of a slab for one or two blocks of channels, after what is done to them before. */
INLINE void store_sums_of(int type, const struct convolution *c, const vector *sums,
                          const ptrdiff_t *places, size_t count, size_t block, int columns) {
  for (int column = 0; column < columns; column++, block++) {
    vector bias = c->bias ? load(F32, c->bias, block * LANES) : (vector){};
    for (size_t k = 0; k < count; k++) {
      size_t place = (size_t)places[k] + block * c->target.block;
      vector values = sums[(size_t)column * ROWS + k] + bias;
      if (c->addend) values += load(type, c->addend, place);
      store(type, c->to, place, c->relu ? rectify(values) : values);
    }
  }
}

static void store_sums(const struct convolution *c, const vector *sums, const ptrdiff_t *places,
                       size_t count, size_t block, int columns) {
  FOR_EACH_TYPE(c->type, store_sums, c, sums, places, count, block, columns)
}

INLINE size_t least(size_t left, size_t right) { return left < right ? left : right; }

/*
 * Sums over taps and channels of the source, for a slab and one or two blocks of the target. Long
 * sums are made of shorter ones, which round less.
 */
INLINE void multiply_block(const float *left, const float *right, vector *to, size_t blocks,
                           int columns, struct stream *ahead, size_t lines) {
#pragma clang loop unroll(full)
  for (size_t k = 0; k < ROWS * 2; k++) to[k] = (vector){};
  for (size_t from = 0; from < blocks; from += SUMMED_BLOCKS) {
    vector sums[2 * ROWS] = {};
    size_t end = least(from + SUMMED_BLOCKS, blocks);
    for (size_t block = from; block < end; block++, left += ROWS * LANES) {
      for (size_t line = 0; line < lines; line++) fetch(ahead);
#pragma clang loop unroll(full)
      for (size_t i = 0; i < LANES; i++, right += columns * LANES) {
        vector first = load(F32, right, 0);
        vector second = columns > 1 ? load(F32, right, LANES) : first;
#pragma clang loop unroll(full)
        for (size_t k = 0; k < ROWS; k++) {
          vector value = broadcast(left[k * LANES + i]);
          sums[k] += value * first;
          if (columns > 1) sums[ROWS + k] += value * second;
        }
      }
    }
#pragma clang loop unroll(full)
    for (size_t k = 0; k < ROWS * 2; k++)
      if (k < ROWS || columns > 1) to[k] += sums[k];
  }
}

/* Asks for memory that will be written. */
INLINE void fetch_targets(const struct convolution *c, const ptrdiff_t *places, size_t count,
                          size_t block, int columns) {
  size_t size = size_of(c->type);
  for (int column = 0; column < columns; column++, block++)
    for (size_t k = 0; k < count; k++)
      __builtin_prefetch((char *)c->to + ((size_t)places[k] + block * c->target.block) * size, 1);
}

INLINE size_t slab_values(const struct convolution *c, const struct phase *p) {
  return p->taps * c->source.blocks * ROWS * LANES;
}

/* Slabs that are packed at a time. */
INLINE size_t group_of(const struct convolution *c, const struct phase *p) {
  size_t bytes = slab_values(c, p) * sizeof(float);
  size_t fit = bytes > 0 ? PACKED_BYTES / bytes : MOST_SLABS;
  return fit < 1 ? 1 : least(fit, MOST_SLABS);
}

/* Values that a thread packs at a time. */
static size_t packed_values(const struct convolution *c) {
  size_t most = 0;
  for (int i = 0; i < phases(c); i++) {
    struct phase p = phase_of(c, i);
    size_t values = group_of(c, &p) * slab_values(c, &p);
    if (values > most) most = values;
  }
  return most;
}

static void pack_slab(const struct convolution *c, const struct phase *p, size_t first,
                      size_t count, float *to) {
  ptrdiff_t places[ROWS];
  struct run runs[ROWS];
  for (int row = 0; row < p->rows.taps; row++)
    for (int column = 0; column < p->columns.taps; column++) {
      find_sources(c, p, first, count, row, column, places);
      size_t found = find_runs(places, count, source_step(c, p), runs);
      pack(c->type, &c->source, c->from, runs, found, source_step(c, p), 0, c->source.blocks,
           ROWS - count, to);
      to += c->source.blocks * ROWS * LANES;
    }
}

/* What the positions behind some will see of the source. */
INLINE struct stream stream_behind(const struct convolution *c, const struct phase *p, size_t first,
                                   size_t end) {
  size_t last = least(2 * end - first, p->positions);
  if (end >= last || p->taps == 0) return (struct stream){0};
  ptrdiff_t places[2];
  find_sources(c, p, end, 1, 0, 0, places);
  find_sources(c, p, last - 1, 1, p->rows.taps - 1, p->columns.taps - 1, places + 1);
  return stream_of(c->type, &c->source, c->from, places, 0, c->source.blocks);
}

/* The results of packed slabs. */
static void multiply(const struct convolution *c, const struct phase *p, const float *packed,
                     size_t first, size_t end) {
  ptrdiff_t places[MOST_SLABS][ROWS];
  size_t slabs = (end - first + ROWS - 1) / ROWS, blocks = p->taps * c->source.blocks;
  for (size_t slab = 0; slab < slabs; slab++)
    find_targets(c, p, first + slab * ROWS, least(ROWS, end - first - slab * ROWS), places[slab]);
  const float *right = c->panels + p->panels;
  struct stream ahead = stream_behind(c, p, first, end);
  size_t calls = slabs * blocks * ((c->target.blocks + 1) / 2);
  size_t lines = ahead.left > 0 ? (ahead.left + calls - 1) / calls : 0;
  for (size_t block = 0; block < c->target.blocks; block += 2) {
    int columns = block + 1 < c->target.blocks ? 2 : 1;
    for (size_t slab = 0; slab < slabs; slab++) {
      size_t count = least(ROWS, end - first - slab * ROWS);
      const float *left = packed + slab * slab_values(c, p);
      vector sums[2 * ROWS];
      fetch_targets(c, places[slab], count, block, columns);
      if (columns > 1) multiply_block(left, right, sums, blocks, 2, &ahead, lines);
      else multiply_block(left, right, sums, blocks, 1, &ahead, lines);
      store_sums(c, sums, places[slab], count, block, columns);
    }
    right += blocks * LANES * (size_t)columns * LANES;
  }
}

static void convolve_part(void *data, int thread) {
  const struct convolution *c = data;
  float *packed = (float *)c->room + (size_t)thread * packed_values(c);
  for (int i = 0; i < phases(c); i++) {
    struct phase p = phase_of(c, i);
    size_t group = group_of(c, &p) * ROWS;
    struct range own = share((p.positions + ROWS - 1) / ROWS, thread, c->threads);
    size_t last = least(own.to * ROWS, p.positions);
    for (size_t from = own.from * ROWS; from < last; from += group) {
      size_t end = least(last, from + group);
      for (size_t slab = from; slab < end; slab += ROWS)
        pack_slab(c, &p, slab, least(ROWS, end - slab),
                  packed + (slab - from) / ROWS * slab_values(c, &p));
      multiply(c, &p, packed, from, end);
    }
  }
}

/*
 * A weight as panels of two vectors of the target's channels: for each phase
 * [panel][tap][source's channel].
 */
struct panels {
  const struct convolution *c;
  const float *weight;
  float *to;
};

/* Vectors of the target's channels for some channels of the source, from the weight in its order. */
INLINE void write_panel(const struct panels *a, const struct phase *p, size_t block, size_t width,
                        float *to) {
  const struct convolution *c = a->c;
  size_t taps = (size_t)c->kernel_height * (size_t)c->kernel_width;
  size_t in = c->source.blocks * LANES, out = c->target.blocks * LANES;
  /* Steps of the weight from one channel of the target to the next, and of the source. */
  size_t across = c->backward ? taps : in * taps, down = c->backward ? out * taps : taps;
  const float *from = a->weight + block * LANES * across;
  /* All taps of a few channels, so that what they lie in is read once. */
  for (size_t first = 0; first < in; first += LANES)
    for (size_t t = 0; t < p->taps; t++) {
      size_t row = t / (size_t)p->columns.taps, column = t % (size_t)p->columns.taps;
      size_t tap = ((size_t)p->rows.first_tap + row * (size_t)p->rows.tap_spacing) *
                       (size_t)c->kernel_width +
                   (size_t)p->columns.first_tap + column * (size_t)p->columns.tap_spacing;
      for (size_t i = first; i < first + LANES; i++)
        for (size_t k = 0; k < width * LANES; k++)
          to[(t * in + i) * width * LANES + k] = from[k * across + i * down + tap];
    }
}

#ifdef __AVX512F__
/* The same for the one tap of a convolution forward: 16 x 16 channels at a time. */
static void write_turned_panel(const struct panels *a, size_t block, size_t width, float *to) {
  size_t in = a->c->source.blocks * LANES;
  for (size_t v = 0; v < width; v++)
    for (size_t i = 0; i < in; i += LANES) {
      __m512i rows[LANES];
      for (size_t k = 0; k < LANES; k++)
        rows[k] = _mm512_loadu_si512(a->weight + ((block + v) * LANES + k) * in + i);
      transpose(rows);
      for (size_t k = 0; k < LANES; k++)
        _mm512_storeu_si512(to + ((i + k) * width + v) * LANES, rows[k]);
    }
}
#endif

static void write_panels(void *data, int thread) {
  const struct panels *a = data;
  const struct convolution *c = a->c;
  size_t out = c->target.blocks;
  for (int i = 0; i < phases(c); i++) {
    struct phase p = phase_of(c, i);
    struct range own = share((out + 1) / 2, thread, c->threads);
    size_t values = p.taps * c->source.blocks * LANES * LANES;
    for (size_t panel = own.from; panel < own.to; panel++) {
      size_t block = 2 * panel, width = block + 1 < out ? 2 : 1;
      float *to = a->to + p.panels + block * values;
#ifdef __AVX512F__
      if (!c->backward && p.taps == 1) {
        write_turned_panel(a, block, width, to);
        continue;
      }
#endif
      write_panel(a, &p, block, width, to);
    }
  }
}

/*
 * A thread's part of the gradient of a weight, and where it packs and sums. What some positions have
 * of the gradient is packed once for all channels of the input; of these, two blocks are packed at a
 * time under each tap. Large sums are made for two blocks at a time too, so that they stay in the
 * cache; their weights are written before the next.
 */
struct part {
  size_t first_block, blocks, first_position, last_position, depth;
  float *gradient, *source, *sums;
  ptrdiff_t *places;
  struct run *runs;
  /* Whether sums begin with what is there. */
  int adds;
};

INLINE size_t taps_of(const struct convolution *c) {
  return (size_t)c->kernel_height * (size_t)c->kernel_width;
}

/* Whether each thread has its own channels of the output, or its own positions. */
INLINE int divides_channels(const struct convolution *c) {
  return taps_of(c) * c->source.blocks * c->target.blocks * LANES * LANES * sizeof(float) >
             SHARED_SUM_BYTES &&
         c->target.blocks >= (size_t)c->threads;
}

/* Whether sums lie in the weight's order, and no other thread has a part of them. */
INLINE int sums_in_place(const struct convolution *c) {
  return divides_channels(c) && taps_of(c) == 1;
}

INLINE size_t most_blocks(const struct convolution *c) {
  size_t threads = (size_t)c->threads;
  return divides_channels(c) ? (c->target.blocks + threads - 1) / threads : c->target.blocks;
}

/* Blocks of the input that are summed over all positions before the next. */
INLINE size_t blocks_of_sums(const struct convolution *c) {
  size_t block = taps_of(c) * most_blocks(c) * LANES * LANES * sizeof(float);
  size_t all = c->source.blocks, fit = NEAR_SUM_BYTES / block / 2 * 2;
  int large = divides_channels(c) && !sums_in_place(c) && all * block > LARGE_SUM_BYTES;
  return large ? least(fit < 2 ? 2 : fit, all) : all;
}

/* Positions packed at a time. */
INLINE size_t depth_of(const struct convolution *c) {
  size_t depth = GRADIENT_BYTES / (most_blocks(c) * LANES * sizeof(float));
  return depth < NEAR_POSITIONS ? NEAR_POSITIONS : least(depth, MOST_POSITIONS);
}

INLINE size_t sums_of(const struct convolution *c) {
  return sums_in_place(c) ? 0
                          : taps_of(c) * most_blocks(c) * LANES * blocks_of_sums(c) * LANES;
}

/* In values of 32 bits. */
INLINE size_t room_of_thread(const struct convolution *c) {
  size_t each = (most_blocks(c) + 2) * LANES +
                (sizeof(ptrdiff_t) + sizeof(struct run)) / sizeof(float);
  return sums_of(c) + (depth_of(c) * each + LANES - 1) / LANES * LANES;
}

static struct part part_of(const struct convolution *c, int thread) {
  struct part p = {.depth = depth_of(c)};
  if (divides_channels(c)) {
    struct range own = share(c->target.blocks, thread, c->threads);
    p.first_block = own.from;
    p.blocks = own.to - own.from;
    p.last_position = phase_of(c, 0).positions;
  } else {
    struct range own = share(phase_of(c, 0).positions, thread, c->threads);
    p.blocks = c->target.blocks;
    p.first_position = own.from;
    p.last_position = own.to;
  }
  p.sums = (float *)c->room + (size_t)thread * room_of_thread(c);
  p.gradient = p.sums + sums_of(c);
  p.source = p.gradient + p.depth * most_blocks(c) * LANES;
  p.places = (ptrdiff_t *)(p.source + p.depth * 2 * LANES);
  p.runs = (struct run *)(p.places + p.depth);
  if (sums_in_place(c)) {
    p.sums = c->weight + p.first_block * LANES * c->source.blocks * LANES;
    p.adds = c->adds;
  }
  return p;
}

/* Adds products to the sums of some channels of the output by one or two blocks of the input. */
INLINE void add_products(float *sums, size_t row, const float *left, const float *right,
                         size_t depth, size_t room, int columns, int adds, struct stream *ahead) {
  vector kept[2 * SUM_ROWS] = {};
  if (adds)
#pragma clang loop unroll(full)
    for (size_t i = 0; i < SUM_ROWS; i++) {
      kept[i] = load(F32, sums, i * row);
      if (columns > 1) kept[SUM_ROWS + i] = load(F32, sums, i * row + LANES);
    }
#pragma clang loop unroll_count(4)
  for (size_t k = 0; k < depth; k++) {
    if (k % 4 == 0) fetch(ahead);
    vector first = load(F32, right, k * LANES);
    vector second = columns > 1 ? load(F32, right, (room + k) * LANES) : first;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < SUM_ROWS; i++) {
      vector value = broadcast(left[k * LANES + i]);
      kept[i] += value * first;
      if (columns > 1) kept[SUM_ROWS + i] += value * second;
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < SUM_ROWS; i++) {
    store(F32, sums, i * row, kept[i]);
    if (columns > 1) store(F32, sums, i * row + LANES, kept[SUM_ROWS + i]);
  }
}

/*
 * Adds the products of what is packed to the sums of a tap and of one or two blocks of the input:
 * for positions that the first level of cache holds with the values of the gradient.
 */
static void add_panel(const struct part *p, float *sums, size_t row, size_t count, int columns,
                      int adds, struct stream *ahead) {
  for (size_t from = 0; from < count; from += NEAR_POSITIONS) {
    size_t near = least(NEAR_POSITIONS, count - from);
    const float *right = p->source + from * LANES;
    for (size_t o = 0; o < p->blocks * LANES; o += SUM_ROWS) {
      const float *left = p->gradient + (o / LANES * count + from) * LANES + o % LANES;
      if (columns > 1)
        add_products(sums + o * row, row, left, right, near, count, 2, adds || from > 0, ahead);
      else
        add_products(sums + o * row, row, left, right, near, count, 1, adds || from > 0, ahead);
    }
  }
}

/* Adds the products of some positions, whose gradient is packed, to the sums of some blocks. */
static void add_positions(const struct convolution *c, const struct part *p,
                          const struct phase *all, size_t from, size_t count, struct range blocks) {
  size_t row = (sums_in_place(c) ? c->source.blocks : blocks_of_sums(c)) * LANES;
  for (size_t tap = 0; tap < taps_of(c); tap++) {
    find_sources(c, all, from, count, (int)tap / c->kernel_width, (int)tap % c->kernel_width,
                 p->places);
    size_t runs = find_runs(p->places, count, source_step(c, all), p->runs);
    ptrdiff_t ends[2] = {p->places[0], p->places[count - 1]};
    for (size_t block = blocks.from; block < blocks.to; block += 2) {
      size_t columns = least(2, blocks.to - block);
      pack(c->type, &c->source, c->from, p->runs, runs, source_step(c, all), block, columns,
           0, p->source);
      size_t next = block + columns;
      struct stream ahead = stream_of(c->type, &c->source, c->from, ends, next,
                                      least(2, c->source.blocks - next));
      float *sums = p->sums + tap * p->blocks * LANES * row + (block - blocks.from) * LANES;
      add_panel(p, sums, row, count, (int)columns, p->adds || from > p->first_position, &ahead);
    }
  }
}

/* Writes rows of the weight, [out][in][taps], from sums of [taps][out][some blocks of in]. */
INLINE void write_sums(const struct convolution *c, const struct part *p, struct range rows,
                       struct range blocks, int adds) {
  size_t in = c->source.blocks * LANES, row = blocks_of_sums(c) * LANES, taps = taps_of(c);
  size_t first = p->first_block * LANES, count = (blocks.to - blocks.from) * LANES;
  for (size_t o = rows.from; o < rows.to; o++) {
    float *to = c->weight + (o * in + blocks.from * LANES) * taps;
    for (size_t tap = 0; tap < taps; tap++) {
      const float *sums = p->sums + (tap * p->blocks * LANES + o - first) * row;
      if (adds)
        for (size_t i = 0; i < count; i++) to[i * taps + tap] += sums[i];
      else
        for (size_t i = 0; i < count; i++) to[i * taps + tap] = sums[i];
    }
  }
}

static void sum_part(void *data, int thread) {
  const struct convolution *c = data;
  struct part p = part_of(c, thread);
  struct phase all = phase_of(c, 0);
  if (p.first_position == p.last_position)
    for (size_t i = 0; i < sums_of(c); i++) p.sums[i] = 0;
  int all_at_once = p.last_position - p.first_position <= p.depth;
  for (size_t block = 0; block < c->source.blocks; block += blocks_of_sums(c)) {
    struct range blocks = {block, least(block + blocks_of_sums(c), c->source.blocks)};
    for (size_t from = p.first_position; from < p.last_position; from += p.depth) {
      size_t count = least(p.depth, p.last_position - from);
      if (block == 0 || !all_at_once) {
        find_targets(c, &all, from, count, p.places);
        size_t runs = find_runs(p.places, count, (ptrdiff_t)c->target.column, p.runs);
        pack(c->type, &c->target, c->to, p.runs, runs, (ptrdiff_t)c->target.column, p.first_block,
             p.blocks, 0, p.gradient);
      }
      add_positions(c, &p, &all, from, count, blocks);
    }
    struct range rows = {p.first_block * LANES, (p.first_block + p.blocks) * LANES};
    if (divides_channels(c) && !sums_in_place(c)) write_sums(c, &p, rows, blocks, c->adds);
  }
}

/* Adds what each thread has of the sums, for some rows of the weight. */
static void join_part(void *data, int thread) {
  const struct convolution *c = data;
  struct range rows = share(c->target.blocks * LANES, thread, c->threads);
  for (int from = 0; from < c->threads; from++) {
    struct part p = part_of(c, from);
    write_sums(c, &p, rows, (struct range){0, c->source.blocks}, c->adds || from > 0);
  }
}

/*
 * shape: images, height and width of the layer's input, its channels, height, width and channels of
 * its output, kernel height and width, stride height and width, padding at the top and at the left,
 * and the type of stored values. Channels are multiples of LANES, and lie in blocks of as many.
 */
static struct convolution convolution_of(const int32_t *shape, int backward, int threads) {
  struct layout input = layout_of(shape[1], shape[2], shape[3], 1);
  struct layout output = layout_of(shape[4], shape[5], shape[6], 1);
  return (struct convolution){.source = backward ? output : input,
                              .target = backward ? input : output,
                              .images = shape[0],
                              .type = shape[13],
                              .kernel_height = shape[7],
                              .kernel_width = shape[8],
                              .stride_height = shape[9],
                              .stride_width = shape[10],
                              .pad_top = shape[11],
                              .pad_left = shape[12],
                              .backward = backward,
                              .threads = threads};
}

/* Writes a weight as a convolution reads it, or its gradient of the input. */
void NATIVE(productPanels)(void *env, void *class, int64_t shape, uint8_t backward,
                           int32_t threads, int64_t weight, int64_t to) {
  struct convolution c = convolution_of((int32_t *)shape, backward, threads);
  struct panels a = {&c, (float *)weight, (float *)to};
  parallel(write_panels, &a, threads);
}

/* Bytes of room for a convolution, or for the gradient of its input. */
int64_t NATIVE(productRoom)(void *env, void *class, int64_t shape, uint8_t backward,
                            int32_t threads) {
  struct convolution c = convolution_of((int32_t *)shape, backward, threads);
  return (int64_t)(packed_values(&c) * sizeof(float)) * threads;
}

/*
 * A convolution, or the gradient of its input. Before a result is stored, the bias of its channel
 * and the addend at its place are added, if they are not 0, and ReLU is taken, if wanted. The addend
 * lies as the target does, and may be the target.
 */
void NATIVE(product)(void *env, void *class, int64_t shape, uint8_t backward, int32_t threads,
                     int64_t room, int64_t source, int64_t panels, int64_t bias, int64_t addend,
                     int64_t target, uint8_t relu) {
  struct convolution c = convolution_of((int32_t *)shape, backward, threads);
  c.room = (char *)room;
  c.from = (void *)source;
  c.panels = (float *)panels;
  c.bias = (float *)bias;
  c.addend = (void *)addend;
  c.to = (void *)target;
  c.relu = relu;
  parallel(convolve_part, &c, threads);
}

/* Bytes of room for the gradient of a weight. */
int64_t NATIVE(productWeightRoom)(void *env, void *class, int64_t shape, int32_t threads) {
  struct convolution c = convolution_of((int32_t *)shape, 0, threads);
  return (int64_t)(room_of_thread(&c) * sizeof(float)) * threads;
}

void NATIVE(productWeightGradient)(void *env, void *class, int64_t shape, int32_t threads,
                                   int64_t room, int64_t source, int64_t gradient, int64_t weight,
                                   uint8_t adds) {
  struct convolution c = convolution_of((int32_t *)shape, 0, threads);
  c.room = (char *)room;
  c.from = (void *)source;
  c.to = (void *)gradient;
  c.weight = (float *)weight;
  c.adds = adds;
  parallel(sum_part, &c, threads);
  if (!divides_channels(&c)) parallel(join_part, &c, threads);
}
