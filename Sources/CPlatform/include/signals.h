/// What must be C because it runs inside signal handlers, where Swift code may not.
#ifndef ZTRIAGE_SIGNALS_H
#define ZTRIAGE_SIGNALS_H

#include <stddef.h>
#include <termios.h>

/// Turns SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGCONT and SIGTSTP into bytes in a pipe, each byte the
/// signal's number. Must come after `newterm`, whose own handlers it replaces.
///
/// Returns the end to read, which never blocks; -1 when there is no pipe to be had.
int zt_signals_watch(void);

/// Puts back the handlers that were there before, and closes the pipe.
void zt_signals_unwatch(void);

/// Has SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS and SIGQUIT put the terminal back
/// before they end the process as they would have without.
///
/// `reset` (1024 bytes at most) is copied. `error` is a descriptor to put back as standard error;
/// -1 leaves it alone.
void zt_crash_arm(
    int terminal, const char *reset, size_t length, const struct termios *modes, int error);

/// Gives the calling thread a second stack, without which its first one's overflow cannot be handled.
///
/// Once a thread; more often does nothing. On Linux the main queue may move from thread to thread.
void zt_crash_guard_thread(void);

/// Lets a crash be a plain crash again.
void zt_crash_disarm(void);

/// Stops the process, as Ctrl-Z does on a terminal without raw mode; returns once it goes on.
///
/// With `whole_group` the processes started along with it (`make`, a pipeline) stop too, so that
/// the shell gets its terminal back. Where nobody could continue it, the system does not stop it.
void zt_stop(int whole_group);

#endif
