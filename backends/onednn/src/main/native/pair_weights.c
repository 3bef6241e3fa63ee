/*
 * Weights of convolutions in 32 bits, outputs x inputs x positions of the window, as kernels of dot
 * products read them in bf16: two neighbors of one axis beside each other (of inputs in a forward, of
 * outputs for the gradient of the input), and behind them the same of the next values of the other axis.
 */
#include "parallel.h"

#ifdef __AVX512BF16__

#include "pairs.h"

#define PAIRS_AT_ONCE 16
#define VALUES_AT_ONCE (2 * PAIRS_AT_ONCE)

struct weights {
  size_t outputs, inputs, positions;
  int of_inputs;                                /* which axis the pairs are of */
  size_t width, pairs;                          /* of a block: values of the other axis, and pairs */
  size_t width_step, pair_step, position_step;  /* from block to block in the copy, in values */
  int threads;
  const float *from;
  uint16_t *to;
};

/* Sixteen values with a stride. */
INLINE __m512 values(const float *from, size_t stride) {
  if (stride == 1) return _mm512_loadu_ps(from);
  const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return _mm512_i32gather_ps(_mm512_mullo_epi32(lanes, _mm512_set1_epi32((int)stride)), from, 4);
}

/* Where the copy has a pair and a value of the other axis. */
INLINE uint16_t *place(const struct weights *w, size_t pair, size_t value, size_t position) {
  return w->to + pair / w->pairs * w->pair_step + value / w->width * w->width_step +
         position * w->position_step + 2 * (pair % w->pairs * w->width + value % w->width);
}

/* Past the caches: most of it is read much later, and would push out what is read before. */
INLINE void put(const struct weights *w, size_t pair, size_t value, size_t position, __m512i line) {
  _mm512_stream_si512((void *)place(w, pair, value, position), line);
}

/* Pairs of inputs: those of 16 outputs, which lie apart. */
INLINE void pairs_of_inputs(const struct weights *w, size_t output, size_t input, size_t position,
                            size_t stride) {
  __m512i line[16];
  for (size_t i = 0; i < 16; i++) {
    const float *from = w->from + ((output + i) * w->inputs + input) * stride + position;
    line[i] = (__m512i)_mm512_cvtne2ps_pbh(values(from + 16 * stride, stride), values(from, stride));
  }
  transpose(line);
  for (size_t i = 0; i < PAIRS_AT_ONCE; i++)
    put(w, input / 2 + i, output, position, line[i]);
}

/* Pairs of outputs: those of 16 inputs. */
INLINE void pairs_of_outputs(const struct weights *w, size_t output, size_t input, size_t position,
                             size_t stride) {
  for (size_t i = 0; i < PAIRS_AT_ONCE; i++) {
    const float *from = w->from + ((output + 2 * i) * w->inputs + input) * stride + position;
    __m512 first = values(from, stride), second = values(from + w->inputs * stride, stride);
    __m512i both = (__m512i)_mm512_cvtne2ps_pbh(second, first);
    put(w, output / 2 + i, input, position, beside(both));
  }
}

/* All positions of a few outputs and inputs, which lie near each other. */
INLINE void positions(const struct weights *w, size_t output, size_t input, size_t stride) {
  for (size_t position = 0; position < stride; position++) {
    if (w->of_inputs) pairs_of_inputs(w, output, input, position, stride);
    else pairs_of_outputs(w, output, input, position, stride);
  }
}

static void pair(void *data, int thread) {
  const struct weights *w = data;
  size_t down = w->of_inputs ? 16 : VALUES_AT_ONCE;
  size_t across = w->of_inputs ? VALUES_AT_ONCE : 16;
  struct range rows = share(w->outputs / down, thread, w->threads);
  for (size_t row = rows.from; row < rows.to; row++)
    for (size_t input = 0; input < w->inputs; input += across) {
      if (w->positions == 1) positions(w, row * down, input, 1);
      else positions(w, row * down, input, w->positions);
    }
  _mm_sfence(); /* before other threads read it */
}

uint8_t NATIVE(pairsWeights)(void *environment, void *class) { return 1; }

void NATIVE(pairWeights)(void *environment, void *class, int32_t outputs, int32_t inputs,
                         int32_t positions, uint8_t of_inputs, int32_t width, int32_t pairs,
                         int64_t width_step, int64_t pair_step, int64_t position_step, int32_t threads,
                         int64_t from, int64_t to) {
  struct weights w = {
      .outputs = (size_t)outputs,
      .inputs = (size_t)inputs,
      .positions = (size_t)positions,
      .of_inputs = of_inputs,
      .width = (size_t)width,
      .pairs = (size_t)pairs,
      .width_step = (size_t)width_step,
      .pair_step = (size_t)pair_step,
      .position_step = (size_t)position_step,
      .threads = threads,
      .from = (const float *)from,
      .to = (uint16_t *)to,
  };
  parallel(pair, &w, threads);
}

#else

uint8_t NATIVE(pairsWeights)(void *environment, void *class) { return 0; }

#endif
