/* How fast the processor multiplies bf16 by dot products (AVX512_BF16), beside 32 bits. */
#include "parallel.h"

#include <immintrin.h>

#ifdef __AVX512BF16__

/* Sums that do not wait for one another: more than any processor has multiply-adds under way. */
#define CHAINS 12
#define ROUNDS 512
#define TRIALS 256

/* Ticks of a loop that touches no memory; the empty assembler code "uses" every result. */
#define TICKS_OF(name, factor, step)                                            \
  INLINE uint64_t name(void) {                                                  \
    __m512 sums[CHAINS] = {};                                                   \
    factor a = {}, b = {};                                                      \
    __asm__ volatile("" : "+v"(a), "+v"(b));                                    \
    uint64_t start = __rdtsc();                                                 \
    for (int round = 0; round < ROUNDS; round++) {                              \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) {     \
        sums[i] = step;                                                         \
        __asm__ volatile("" : "+v"(sums[i]));                                   \
      }                                                                         \
    }                                                                           \
    return __rdtsc() - start;                                                   \
  }

TICKS_OF(ticks_of_multiply_adds, __m512, _mm512_fmadd_ps(a, b, sums[i]))
TICKS_OF(ticks_of_dot_products, __m512bh, _mm512_dpbf16_ps(sums[i], a, b))

/*
 * Products of bf16 in the time of a product in 32 bits, of the shortest of many trials of a
 * microsecond or two, which hardly any other work disturbs. 2 where a dot product takes as long as
 * a multiply-add (AMD Zen 4), 1 where it takes twice as long.
 */
double NATIVE(dotGain)(void *env, void *class) {
  uint64_t adds = UINT64_MAX, dots = UINT64_MAX;
  for (int trial = 0; trial < TRIALS; trial++) {
    uint64_t of_adds = ticks_of_multiply_adds(), of_dots = ticks_of_dot_products();
    if (of_adds < adds) adds = of_adds;
    if (of_dots < dots) dots = of_dots;
  }
  return 2 * (double)adds / (double)dots;
}

#else

double NATIVE(dotGain)(void *env, void *class) { return 0; }

#endif
