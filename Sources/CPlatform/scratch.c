#define _GNU_SOURCE
#include "include/scratch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>

int zt_scratch_file(void) { return memfd_create("screen", MFD_CLOEXEC); }
#else
int zt_scratch_file(void) {
  char path[] = "/tmp/ztriage.XXXXXX";
  int file = mkstemp(path);
  if (file < 0) return -1;
  unlink(path);
  fcntl(file, F_SETFD, FD_CLOEXEC);
  return file;
}
#endif
