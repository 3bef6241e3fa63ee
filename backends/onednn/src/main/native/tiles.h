/* The permission to use tiles (AMX). */
#pragma once

#include <stdint.h>

/* Linux lets a process use tiles when it asks: arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA). */
static inline uint8_t request_tiles(void) {
  long result;
  register long number __asm__("rax") = 158;
  register long code __asm__("rdi") = 0x1023;
  register long feature __asm__("rsi") = 18;
  __asm__ volatile("syscall"
                   : "=r"(result)
                   : "0"(number), "r"(code), "r"(feature)
                   : "rcx", "r11", "memory");
  return result == 0;
}
