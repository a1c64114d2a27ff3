// Shared between the C files of this target.
#ifndef C_NCURSES_INTERNAL_H
#define C_NCURSES_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "CNcurses.h"

/// Looks a type up without touching the screen: newterm would have written to a dumb terminal already.
tty_status tty_describe(const char *type, int output);

/// The number of a colour pair; 0 where there are no colours or no pairs left.
int tty_pair(int16_t foreground, int16_t background);
void tty_forget_pairs(void);

/// Remembers the terminal's settings for tty_emergency.
void tty_remember_state(int input, int output);
/// Whether tty_emergency has anything to restore.
void tty_set_active(bool active);

/// Keeps what is written to standard error from smearing the screen, where that is a terminal.
void tty_hold_errors(void);
/// Puts standard error back and writes what was held, controls and non-ASCII bytes as `?`. A signal handler may call it.
void tty_release_errors(void);

#endif
