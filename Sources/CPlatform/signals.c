#define _GNU_SOURCE
#include "include/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Signals that become bytes.

static const int watched[] = {SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGCONT, SIGTSTP};
static struct sigaction before_watch[COUNT(watched)];
static int wake[2] = {-1, -1};

static void note_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe loses the byte, but then the reader is about to wake anyway.
  if (wake[1] >= 0 && write(wake[1], &byte, 1) < 0) {
  }
  errno = saved;
}

int zt_signals_watch(void) {
  if (wake[0] >= 0) return wake[0];
  if (pipe(wake) != 0) {
    wake[0] = wake[1] = -1;
    return -1;
  }
  for (int end = 0; end < 2; end++) {
    fcntl(wake[end], F_SETFD, FD_CLOEXEC);
    fcntl(wake[end], F_SETFL, fcntl(wake[end], F_GETFL) | O_NONBLOCK);
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < COUNT(watched); i++) sigaction(watched[i], &action, &before_watch[i]);
  return wake[0];
}

void zt_signals_unwatch(void) {
  if (wake[0] < 0) return;
  for (size_t i = 0; i < COUNT(watched); i++) sigaction(watched[i], &before_watch[i], NULL);
  close(wake[0]);
  close(wake[1]);
  wake[0] = wake[1] = -1;
}

// Signals that end the process. Only async-signal-safe calls below: write, tcsetattr, dup2,
// sigaction, raise.

static const int crashes[] = {SIGILL,  SIGTRAP, SIGSEGV, SIGBUS,
                              SIGFPE, SIGABRT, SIGSYS,  SIGQUIT};
static struct sigaction before_crash[COUNT(crashes)];
static volatile sig_atomic_t is_armed = 0;
static int crash_terminal = -1;
static int crash_error = -1;
static char crash_reset[1024];
static size_t crash_length = 0;
static struct termios crash_modes;

static void put_terminal_back(void) {
  size_t sent = 0;
  while (sent < crash_length) {
    ssize_t count = write(crash_terminal, crash_reset + sent, crash_length - sent);
    if (count > 0) {
      sent += (size_t)count;
    } else if (errno != EINTR) {
      break;
    }
  }
  tcsetattr(crash_terminal, TCSANOW, &crash_modes);
  if (crash_error >= 0) dup2(crash_error, STDERR_FILENO);
}

static void end_process(int number) {
  // A second thread that crashes meanwhile, or a crash in here, must not start over.
  if (is_armed) {
    is_armed = 0;
    put_terminal_back();
  }
  // What was there before is the default, or the runtime's own backtrace.
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &before_crash[i], NULL);
  // Blocked until this handler returns, then fatal, with the faulty instruction on the stack.
  raise(number);
}

void zt_crash_arm(
    int terminal, const char *reset, size_t length, const struct termios *modes, int error) {
  if (length > sizeof crash_reset) length = sizeof crash_reset;
  memcpy(crash_reset, reset, length);
  crash_length = length;
  crash_modes = *modes;
  crash_terminal = terminal;
  crash_error = error;
  if (is_armed) return;

  // One stack for good: it must never be freed while a handler may run on it.
  static char *stack = NULL;
  const size_t stack_size = 64 * 1024;
  if (!stack) stack = malloc(stack_size);
  if (stack) {
    stack_t alternate = {.ss_sp = stack, .ss_size = stack_size, .ss_flags = 0};
    sigaltstack(&alternate, NULL);
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end_process;
  action.sa_flags = SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &action, &before_crash[i]);
  is_armed = 1;
}

void zt_crash_disarm(void) {
  if (!is_armed) return;
  is_armed = 0;
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &before_crash[i], NULL);
}

void zt_stop(int whole_group) {
  struct sigaction stop, ours;
  memset(&stop, 0, sizeof stop);
  stop.sa_handler = SIG_DFL;
  sigemptyset(&stop.sa_mask);
  sigaction(SIGTSTP, &stop, &ours);
  // The calling thread is the main one, which takes the signal before the call returns.
  if (whole_group) {
    kill(0, SIGTSTP);
  } else {
    raise(SIGTSTP);
  }
  sigaction(SIGTSTP, &ours, NULL);
}
