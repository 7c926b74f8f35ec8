/// What Swift cannot take from the curses headers as they are.
///
/// Macros with casts or arguments do not import, and globals such as `stdscr` and `COLORS` are
/// refused in Swift 6 as shared mutable state: each has a function here. All of them must be called
/// from one thread, as curses itself.
#ifndef ZTRIAGE_CNCURSES_SHIM_H
#define ZTRIAGE_CNCURSES_SHIM_H

#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdint.h>
#include <term.h>

// Globals.

static inline WINDOW *zt_stdscr(void) { return stdscr; }
static inline WINDOW *zt_curscr(void) { return curscr; }
static inline int zt_columns(void) { return COLS; }
static inline int zt_rows(void) { return LINES; }
/// Colors the terminal has; known only after `start_color`.
static inline int zt_colors(void) { return COLORS; }

// Macros with casts.

static inline attr_t zt_normal(void) { return A_NORMAL; }
static inline attr_t zt_bold(void) { return A_BOLD; }
static inline attr_t zt_dim(void) { return A_DIM; }
static inline attr_t zt_underline(void) { return A_UNDERLINE; }
static inline attr_t zt_reverse(void) { return A_REVERSE; }

/// A capability's string; NULL where the terminal lacks it.
///
/// `tigetstr` says "not a string capability" with the pointer -1, which Swift would dereference.
static inline const char *zt_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

/// Forgets what `setupterm` loaded; `cur_term` is a global, too.
static inline void zt_forget_terminal(void) {
  if (cur_term) del_curterm(cur_term);
}

/// Puts one glyph on the standard window without moving its cursor.
///
/// `scalars` ends with 0 and holds at most 5 before it. The pair goes through setcchar's last
/// argument: `COLOR_PAIR` has room for 8 bits only, and the `short` before it for 15.
static inline int zt_put(
    int row, int column, const uint32_t *scalars, attr_t attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1];
  int length = 0;
  while (length < CCHARW_MAX && scalars[length]) {
    text[length] = (wchar_t)scalars[length];
    length++;
  }
  text[length] = 0;
  cchar_t cell;
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
  return mvwadd_wchnstr(stdscr, row, column, &cell, 1);
}

#endif
