#ifndef ZTRIAGE_TERMINAL_H
#define ZTRIAGE_TERMINAL_H

/// Opens the terminal behind a descriptor once more, for writes that never wait; -1 where that is not
/// to be had.
///
/// The flag belongs to the open file, not to the descriptor: setting it on the one that is there
/// would set it for the input, the shell and whoever else shares it.
int zt_reopen_terminal(int terminal);

#endif
