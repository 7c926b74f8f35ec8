#define _GNU_SOURCE
#include "include/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 34)
#define HAS_CLOSEFROM
#endif
#endif

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

int zt_spawn_nothing_else(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes) {
#if defined(__APPLE__)
  short flags = 0;
  int error = posix_spawnattr_getflags(attributes, &flags);
  if (error != 0) return error;
  return posix_spawnattr_setflags(attributes, flags | POSIX_SPAWN_CLOEXEC_DEFAULT);
#elif defined(HAS_CLOSEFROM)
  (void)attributes;
  return posix_spawn_file_actions_addclosefrom_np(actions, 3);
#else
  (void)attributes;
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = 1024;
  for (rlim_t file = 3; file < limit.rlim_cur && file < 65536; file++) {
    if (fcntl((int)file, F_GETFD) < 0) continue;
    int error = posix_spawn_file_actions_addclose(actions, (int)file);
    if (error != 0) return error;
  }
  return 0;
#endif
}
