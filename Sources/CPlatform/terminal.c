#define _GNU_SOURCE
#include "include/terminal.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static int is_same(int terminal, int other) {
  struct stat a, b;
  return fstat(terminal, &a) == 0 && fstat(other, &b) == 0 && S_ISCHR(b.st_mode) &&
         a.st_rdev == b.st_rdev;
}

int zt_reopen_terminal(int terminal) {
  const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  char name[256];
  if (ttyname_r(terminal, name, sizeof name) == 0) {
    int file = open(name, flags);
    if (file >= 0 && is_same(terminal, file)) return file;
    if (file >= 0) close(file);
  }
#ifdef __linux__
  // A container may hold a terminal whose name is outside.
  snprintf(name, sizeof name, "/proc/self/fd/%d", terminal);
  int file = open(name, flags);
  if (file >= 0 && is_same(terminal, file)) return file;
  if (file >= 0) close(file);
#endif
  // After `su` the device is somebody else's, and only this one may be opened.
  if (tcgetsid(terminal) != getsid(0)) return -1;
  return open("/dev/tty", flags);
}
