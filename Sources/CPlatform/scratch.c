#define _GNU_SOURCE
#include "include/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

static int scratch_file_in(const char *folder) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/ztriage.XXXXXX", folder);
  if (length < 0 || (size_t)length >= sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  // Readable by its owner alone, and by nobody once it has no name.
  int file = mkstemp(path);
  if (file < 0) return -1;
  unlink(path);
  fcntl(file, F_SETFD, FD_CLOEXEC);
  return file;
}

int zt_scratch_file_on_disk(const char *folder) {
  const char *const folders[] = {folder, "/dev/shm", "/tmp", "/var/tmp", "/run"};
  int reason = ENOENT;
  for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
    if (!folders[i] || !*folders[i]) continue;
    int file = scratch_file_in(folders[i]);
    if (file >= 0) return file;
    reason = errno;
  }
  errno = reason;
  return -1;
}

int zt_scratch_file(const char *folder) {
#ifdef __linux__
  int file = memfd_create("screen", MFD_CLOEXEC);
  if (file >= 0) return file;
  // Without a descriptor there is no file of any kind.
  if (errno == EMFILE || errno == ENFILE) return -1;
#endif
  return zt_scratch_file_on_disk(folder);
}
