/* OpenMP's threads, the same that oneDNN computes with: no second team competes for the cores. */
#pragma once

#include "vectors.h"

/* The name under which Java finds a method of NativeKernels; environment and class come first. */
#define NATIVE(name) Java_io_bagoftricks_backends_onednn_internal_natives_NativeKernels_##name

/* libgomp's entry point, which GCC calls for "#pragma omp parallel". */
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);

typedef void thread_body(void *data, int thread);

struct team {
  thread_body *body;
  void *data;
  int threads;
};

/* Where OpenMP gives fewer threads than asked for, each does the work of several. */
static void join_team(void *member) {
  const struct team *team = member;
  for (int thread = omp_get_thread_num(); thread < team->threads; thread += omp_get_num_threads())
    team->body(team->data, thread);
}

/* Does the work of each thread from 0 on; returns when all is done. */
INLINE void parallel(thread_body *body, void *data, int threads) {
  struct team team = {body, data, threads};
  GOMP_parallel(join_team, &team, (unsigned)threads, 0);
}

struct range {
  size_t from, to;
};

/* A thread's share of a number of things. */
INLINE struct range share(size_t things, int thread, int threads) {
  return (struct range){things * (size_t)thread / (size_t)threads,
                        things * ((size_t)thread + 1) / (size_t)threads};
}
