/*
 * The machine's ceilings: loops of multiply-adds that touch no memory, and loops that read or copy
 * memory and compute nothing. Each function is compiled for the instructions that it uses; the
 * caller knows what the processor has. PeakLoops says what one round of a loop is.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "tiles.h"

#define NATIVE(name) Java_io_bagoftricks_bench_ceilings_PeakLoops_##name
#define INLINE static inline __attribute__((always_inline))

/* Sums that do not wait for one another: more than any processor has multiply-adds under way. */
#define CHAINS 12

/* One multiply-add for each chain a round; the empty assembler code "uses" every result. */
#define MULTIPLY_ADDS(name, isa, type, factor, step)                                         \
  __attribute__((target(isa))) void NATIVE(name)(void *env, void *class, int64_t rounds) {   \
    type sums[CHAINS] = {};                                                                  \
    factor a = {};                                                                           \
    factor b = {};                                                                           \
    __asm__ volatile("" : "+v"(a), "+v"(b));                                                 \
    for (int64_t round = 0; round < rounds; round++) {                                       \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) {                  \
        sums[i] = step;                                                                      \
        __asm__ volatile("" : "+v"(sums[i]));                                                \
      }                                                                                      \
    }                                                                                        \
  }

MULTIPLY_ADDS(multiplyAdds256, "avx2,fma", __m256, __m256, _mm256_fmadd_ps(a, b, sums[i]))
MULTIPLY_ADDS(multiplyAdds512, "avx512f", __m512, __m512, _mm512_fmadd_ps(a, b, sums[i]))
MULTIPLY_ADDS(dotProducts, "avx512f,avx512bf16,evex512", __m512, __m512bh, _mm512_dpbf16_ps(sums[i], a, b))
MULTIPLY_ADDS(halves, "avx512f,avx512fp16,evex512", __m512h, __m512h, _mm512_fmadd_ph(a, b, sums[i]))

uint8_t NATIVE(enableTiles)(void *env, void *class) { return request_tiles(); }

/* Palette 1: tiles of 16 rows of 64 bytes. */
struct tile_shapes {
  uint8_t palette, start, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
};

/* Six products of two tiles a round, each added to a tile of its own. */
__attribute__((target("amx-tile,amx-bf16"))) void NATIVE(tiles)(void *env, void *class,
                                                               int64_t rounds) {
  struct tile_shapes shapes = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    shapes.row_bytes[i] = 64;
    shapes.rows[i] = 16;
  }
  _tile_loadconfig(&shapes);
  _tile_zero(6);
  _tile_zero(7);
  for (int64_t round = 0; round < rounds; round++) {
    _tile_dpbf16ps(0, 6, 7);
    _tile_dpbf16ps(1, 6, 7);
    _tile_dpbf16ps(2, 6, 7);
    _tile_dpbf16ps(3, 6, 7);
    _tile_dpbf16ps(4, 6, 7);
    _tile_dpbf16ps(5, 6, 7);
  }
  _tile_release();
}

/* Vectors that are read before any of them is used. */
#define BURST 8

/* Bytes are a multiple of BURST vectors, from an address that is one of a vector. */
#define MEMORY(width, isa, type)                                                             \
  __attribute__((target(isa))) void NATIVE(read##width)(void *env, void *class,              \
                                                        int64_t memory, int64_t bytes,       \
                                                        int64_t rounds) {                    \
    const type *from = (const type *)memory;                                                 \
    type sums[BURST] = {};                                                                   \
    for (int64_t round = 0; round < rounds; round++) {                                       \
      for (size_t at = 0; at < (size_t)bytes / sizeof(type); at += BURST) {                  \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < BURST; i++) {                 \
          sums[i] |= from[at + i];                                                           \
        }                                                                                    \
      }                                                                                      \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < BURST; i++) {                   \
        __asm__ volatile("" : "+v"(sums[i])::"memory");                                      \
      }                                                                                      \
    }                                                                                        \
  }                                                                                          \
                                                                                             \
  __attribute__((target(isa))) void NATIVE(copy##width)(void *env, void *class, int64_t memory, \
                                                        int64_t bytes, int64_t rounds) {     \
    const type *from = (const type *)memory;                                                 \
    size_t half = (size_t)bytes / 2 / sizeof(type);                                          \
    type *to = (type *)memory + half;                                                        \
    for (int64_t round = 0; round < rounds; round++) {                                       \
      for (size_t at = 0; at < half; at += BURST) {                                          \
        type values[BURST];                                                                  \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < BURST; i++) {                 \
          values[i] = from[at + i];                                                          \
        }                                                                                    \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < BURST; i++) {                 \
          to[at + i] = values[i];                                                            \
        }                                                                                    \
      }                                                                                      \
      __asm__ volatile("" ::: "memory");                                                     \
    }                                                                                        \
  }

MEMORY(256, "avx2", __m256i)
MEMORY(512, "avx512f", __m512i)
