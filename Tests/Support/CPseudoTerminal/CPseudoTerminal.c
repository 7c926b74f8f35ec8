#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

int zt_open_terminal(int *master, int *slave, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  if (openpty(master, slave, NULL, NULL, &size) != 0) return -1;
  fcntl(*master, F_SETFD, FD_CLOEXEC);
  fcntl(*slave, F_SETFD, FD_CLOEXEC);
  return 0;
}

int zt_run_in_terminal(
    int master, int slave, char *const *arguments, char *const *environment) {
  int process = fork();
  if (process != 0) return process;
  close(master);
  setsid();
  ioctl(slave, TIOCSCTTY, 0);
  for (int standard = 0; standard <= 2; standard++) dup2(slave, standard);
  if (slave > 2) close(slave);
  execve(arguments[0], arguments, environment);
  _exit(127);
}

int zt_wait_for_end(int process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1000;
  }
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int zt_wait_for_stop(int process) {
  int status = 0;
  while (waitpid(process, &status, WUNTRACED) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFSTOPPED(status) ? WSTOPSIG(status) : -1;
}
