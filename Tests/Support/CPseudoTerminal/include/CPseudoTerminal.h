#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <termios.h>

/// Opens both ends of a pseudo-terminal; 0 when done. Swift's own import hides openpty's kin.
int zt_open_terminal(int *master, int *slave, int columns, int rows);

/// Runs a program with a terminal as its controlling one; the process's id, or -1.
///
/// In C, because nothing but async-signal-safe calls may stand between fork and exec. `environment`
/// and `arguments` end with NULL; the first argument is the program's path.
int zt_run_in_terminal(
    int master, int slave, char *const *arguments, char *const *environment);

/// Waits for a process's end: its exit code, or minus the number of the signal that ended it.
int zt_wait_for_end(int process);

/// Waits until a process has stopped; the signal's number, or -1.
int zt_wait_for_stop(int process);

#endif
