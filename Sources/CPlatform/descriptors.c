#include "include/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>

static int count_free(rlim_t limit, int wanted) {
  int free = 0;
  for (rlim_t file = 0; file < limit && free < wanted; file++) {
    if (fcntl((int)file, F_GETFD) < 0) free++;
  }
  return free;
}

int zt_free_descriptors(int wanted) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  int free = count_free(limit.rlim_cur, wanted);
  // Some may be open beyond the limit, from before it was set.
  rlim_t more = limit.rlim_cur + (rlim_t)wanted + 1024;
  if (free >= wanted || limit.rlim_max == limit.rlim_cur) return free;
  limit.rlim_cur = more < limit.rlim_max ? more : limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return free;
  return count_free(limit.rlim_cur, wanted);
}
