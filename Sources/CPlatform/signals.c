#define _GNU_SOURCE
#include "include/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
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

// Signals that end the process. Only async-signal-safe calls below: write, poll, tcflush, tcsetattr,
// dup2, sigaction, raise.

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
  int waits = 0;
  while (sent < crash_length) {
    ssize_t count = write(crash_terminal, crash_reset + sent, crash_length - sent);
    if (count > 0) {
      sent += (size_t)count;
    } else if (errno == EAGAIN && waits <= 10) {
      // A terminal that stopped reading is waited for half a second, then loses what it has not read.
      struct pollfd request = {.fd = crash_terminal, .events = POLLOUT};
      if (waits++ < 10) {
        poll(&request, 1, 50);
      } else {
        tcflush(crash_terminal, TCOFLUSH);
        // CAN ends a sequence that the terminal has the first half of.
        if (write(crash_terminal, "\030", 1) < 0) break;
        sent = 0;
      }
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
  // Not the handlers from before: Swift's own asks on the terminal whether to show a backtrace, and
  // waits half a minute for the answer.
  struct sigaction plain;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  sigemptyset(&plain.sa_mask);
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &plain, NULL);
  // Blocked until this handler returns, then fatal, with the faulty instruction on the stack.
  raise(number);
}

static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void free_stack(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, free_stack); }

void zt_crash_guard_thread(void) {
  pthread_once(&stack_once, make_stack_key);
  if (pthread_getspecific(stack_key)) return;
  const size_t size = 64 * 1024;
  char *stack = malloc(size);
  if (!stack) return;
  stack_t alternate = {.ss_sp = stack, .ss_size = size, .ss_flags = 0};
  sigaltstack(&alternate, NULL);
  pthread_setspecific(stack_key, stack);
}

void zt_crash_arm(
    int terminal, const char *reset, size_t length, const struct termios *modes, int error) {
  if (length > sizeof crash_reset) length = sizeof crash_reset;
  memcpy(crash_reset, reset, length);
  crash_length = length;
  crash_modes = *modes;
  crash_terminal = terminal;
  crash_error = error;
  zt_crash_guard_thread();
  if (is_armed) return;
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
  struct sigaction action, ours;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_IGN;
  sigaction(SIGTSTP, &action, &ours);
  if (whole_group) kill(0, SIGTSTP);
  // To this thread, so that it stops here: a signal to the process may stop it by another thread,
  // when this one has already taken the terminal back.
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, NULL);
  // The threads that serve queues have it blocked.
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}
