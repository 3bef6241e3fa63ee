/*
 * As many values at a time as a register of the level takes in 32 bits, whatever type they are
 * stored in. Arithmetic is in 32 bits.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __AVX512F__
#define LANES 16
#else
#define LANES 8
#endif

typedef float vector __attribute__((vector_size(4 * LANES)));
typedef int32_t mask __attribute__((vector_size(4 * LANES)));
typedef uint32_t bits32 __attribute__((vector_size(4 * LANES)));
typedef uint16_t bits16 __attribute__((vector_size(2 * LANES)));
#ifdef __AVX512BF16__
typedef __bf16 bf16s __attribute__((vector_size(2 * LANES)));
#endif
typedef _Float16 halves __attribute__((vector_size(2 * LANES)));

/* Types of stored values; NativeKernels passes the same numbers. */
enum { F32 = 0, BF16 = 1, F16 = 2 };

#define INLINE static inline __attribute__((always_inline))

INLINE size_t size_of(int type) { return type == F32 ? 4 : 2; }

INLINE vector broadcast(float value) { return value - (vector){}; }

/* Where the mask is set the first, elsewhere the second. */
INLINE vector select(mask where, vector first, vector second) {
  return (vector)((where & (mask)first) | (~where & (mask)second));
}

/* max(x, 0), but what is not a number stays so. */
INLINE vector rectify(vector x) { return select(x < 0, (vector){}, x); }

/* A vector of values from an index on. */
INLINE vector load(int type, const void *from, size_t index) {
  vector result;
  if (type == F32) {
    __builtin_memcpy(&result, (const float *)from + index, sizeof result);
  } else if (type == BF16) {
    bits16 raw;
    __builtin_memcpy(&raw, (const uint16_t *)from + index, sizeof raw);
    result = (vector)(__builtin_convertvector(raw, bits32) << 16);
  } else {
    halves raw;
    __builtin_memcpy(&raw, (const uint16_t *)from + index, sizeof raw);
    result = __builtin_convertvector(raw, vector);
  }
  return result;
}

/*
 * Rounds to the nearest, of two the even one. The instruction makes 0 of subnormal values, the code
 * for levels without it keeps them.
 */
INLINE bits16 narrow_to_bf16(vector values) {
#ifdef __AVX512BF16__
  return (bits16)__builtin_convertvector(values, bf16s);
#else
  bits32 bits = (bits32)values;
  bits32 rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
  bits32 quiet_nan = bits >> 16 | 0x40;
  return __builtin_convertvector((bits32)select(values == values, (vector)rounded, (vector)quiet_nan),
                                 bits16);
#endif
}

INLINE void store(int type, void *to, size_t index, vector values) {
  if (type == F32) {
    __builtin_memcpy((float *)to + index, &values, sizeof values);
  } else if (type == BF16) {
    bits16 narrow = narrow_to_bf16(values);
    __builtin_memcpy((uint16_t *)to + index, &narrow, sizeof narrow);
  } else {
    halves narrow = __builtin_convertvector(values, halves);
    __builtin_memcpy((uint16_t *)to + index, &narrow, sizeof narrow);
  }
}

/* The first few values of a vector; the others are zero. */
INLINE vector load_some(int type, const void *from, size_t index, size_t count) {
  if (count == LANES) return load(type, from, index);
  uint32_t room[LANES] = {};
  size_t size = size_of(type);
  for (size_t i = 0; i < count; i++) {
    if (size == 4) room[i] = ((const uint32_t *)from)[index + i];
    else ((uint16_t *)room)[i] = ((const uint16_t *)from)[index + i];
  }
  return load(type, room, 0);
}

INLINE void store_some(int type, void *to, size_t index, vector values, size_t count) {
  if (count == LANES) {
    store(type, to, index, values);
    return;
  }
  uint32_t room[LANES];
  store(type, room, 0, values);
  size_t size = size_of(type);
  for (size_t i = 0; i < count; i++) {
    if (size == 4) ((uint32_t *)to)[index + i] = room[i];
    else ((uint16_t *)to)[index + i] = ((uint16_t *)room)[i];
  }
}
