/* Where a batch of activations has its values: with the channels last, or in blocks of LANES channels. */
#pragma once

#include "vectors.h"

/* Steps in values: of images, of blocks of channels, of rows and of columns. */
struct layout {
  int height, width;
  size_t blocks, image, block, row, column;
};

INLINE struct layout layout_of(int height, int width, int channels, int blocked) {
  size_t area = (size_t)height * (size_t)width, all = (size_t)channels;
  size_t column = blocked ? LANES : all;
  return (struct layout){.height = height,
                         .width = width,
                         .blocks = all / LANES,
                         .image = area * all,
                         .block = blocked ? area * LANES : LANES,
                         .row = (size_t)width * column,
                         .column = column};
}

/* The index of the first channel at a row and column, which may lie outside. */
INLINE ptrdiff_t corner_of(const struct layout *l, size_t image, int top, int left) {
  return (ptrdiff_t)(image * l->image) + (ptrdiff_t)top * (ptrdiff_t)l->row +
         (ptrdiff_t)left * (ptrdiff_t)l->column;
}
