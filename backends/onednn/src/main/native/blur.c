/*
 * A blur by [1, 2, 1] / 4 down and across with reflected borders, of which only every so many values
 * are computed; and the gradient of its input. Values that lie beside each other are those of
 * neighboring channels: "width" of them at each position of a plane.
 */
#include "parallel.h"

struct blur {
  int type;
  size_t planes, rows, columns, width;        /* of the input */
  size_t out_rows, out_columns;
  size_t down, across;                        /* strides */
  int threads;
  const void *from;
  void *to;
};

/* Values of the other side that a value is made of, along one axis. */
struct taps {
  int count;
  size_t at[3];
  float by[3];
};

INLINE size_t before(size_t center) { return center > 0 ? center - 1 : 1; }

INLINE size_t after(size_t center, size_t extent) {
  return center + 1 < extent ? center + 1 : extent - 2;
}

/* Those of the input that an output is made of. */
INLINE struct taps taps_forward(size_t output, size_t stride, size_t extent) {
  size_t center = output * stride;
  return (struct taps){3, {before(center), center, after(center, extent)}, {0.25f, 0.5f, 0.25f}};
}

/* Those of the output that an input has a part in: of windows around it and around its neighbors. */
INLINE struct taps taps_backward(size_t input, size_t stride, size_t extent) {
  struct taps t = {};
  for (size_t center = input > 0 ? input - 1 : 0; center <= input + 1 && center < extent; center++) {
    if (center % stride != 0) continue;
    float by = (before(center) == input ? 0.25f : 0) + (center == input ? 0.5f : 0) +
               (after(center, extent) == input ? 0.25f : 0);
    t.at[t.count] = center / stride;
    t.by[t.count++] = by;
  }
  return t;
}

/* One position of the result: a weighted sum of positions of a plane of so many columns. */
INLINE void position(int type, const struct blur *b, const struct taps *down,
                     const struct taps *across, size_t plane, size_t columns, size_t to) {
  for (size_t c = 0; c < b->width; c += LANES) {
    size_t count = b->width - c < LANES ? b->width - c : LANES;
    vector sum = {};
    for (int y = 0; y < down->count; y++) {
      size_t row = plane + down->at[y] * columns;
      vector of_row = {};
      for (int x = 0; x < across->count; x++)
        of_row += across->by[x] * load_some(type, b->from, (row + across->at[x]) * b->width + c, count);
      sum += down->by[y] * of_row;
    }
    store_some(type, b->to, to * b->width + c, sum, count);
  }
}

INLINE void forward(int type, const struct blur *b, size_t across, size_t plane, size_t row) {
  struct taps down = taps_forward(row, b->down, b->rows);
  for (size_t x = 0; x < b->out_columns; x++) {
    struct taps t = taps_forward(x, across, b->columns);
    position(type, b, &down, &t, plane * b->rows * b->columns, b->columns,
             (plane * b->out_rows + row) * b->out_columns + x);
  }
}

INLINE void backward(int type, const struct blur *b, size_t across, size_t plane, size_t row) {
  struct taps down = taps_backward(row, b->down, b->rows);
  for (size_t x = 0; x < b->columns; x++) {
    struct taps t = taps_backward(x, across, b->columns);
    position(type, b, &down, &t, plane * b->out_rows * b->out_columns, b->out_columns,
             (plane * b->rows + row) * b->columns + x);
  }
}

typedef void row_work(int type, const struct blur *b, size_t across, size_t plane, size_t row);

/* A thread's rows; the type and the common stride are known when compiling. */
INLINE void rows_of(const struct blur *b, int thread, size_t rows, row_work work) {
  struct range range = share(b->planes * rows, thread, b->threads);
  for (size_t i = range.from; i < range.to; i++) {
    size_t plane = i / rows;
    size_t row = i % rows;
#define OF_TYPE(type)                                        \
  if (b->across == 2) work(type, b, 2, plane, row);          \
  else work(type, b, b->across, plane, row);
    if (b->type == F32) {
      OF_TYPE(F32)
    } else if (b->type == BF16) {
      OF_TYPE(BF16)
    } else {
      OF_TYPE(F16)
    }
#undef OF_TYPE
  }
}

static void forward_rows(void *data, int thread) {
  const struct blur *b = data;
  rows_of(b, thread, b->out_rows, forward);
}

static void backward_rows(void *data, int thread) {
  const struct blur *b = data;
  rows_of(b, thread, b->rows, backward);
}

void NATIVE(blur)(void *environment, void *class, int32_t type, int64_t planes, int32_t rows,
                  int32_t columns, int32_t width, int32_t down, int32_t across, int32_t threads,
                  int64_t from, int64_t to, uint8_t is_backward) {
  struct blur b = {
      .type = type,
      .planes = (size_t)planes,
      .rows = (size_t)rows,
      .columns = (size_t)columns,
      .width = (size_t)width,
      .out_rows = ((size_t)rows - 1) / (size_t)down + 1,
      .out_columns = ((size_t)columns - 1) / (size_t)across + 1,
      .down = (size_t)down,
      .across = (size_t)across,
      .threads = threads,
      .from = (const void *)from,
      .to = (void *)to,
  };
  parallel(is_backward ? backward_rows : forward_rows, &b, threads);
}
