// Shared between the C files of this target.
#ifndef C_NCURSES_INTERNAL_H
#define C_NCURSES_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "CNcurses.h"

/// Looks up a type without writing to the screen, because newterm writes even to a dumb terminal.
tty_status tty_describe(const char *type, int output);

/// The number of a colour pair; 0 if there are no colours or no free pairs.
int tty_pair(int16_t foreground, int16_t background);
void tty_forget_pairs(void);

/// Saves the terminal's settings for tty_emergency.
void tty_remember_state(int input, int output);
/// Sets whether tty_emergency has anything to restore.
void tty_set_active(bool active);

/// Holds back output to standard error, if that is a terminal, so that it does not overwrite the screen.
void tty_hold_errors(void);
/// Restores standard error and writes the held output, with control and non-ASCII bytes as `?`. Signal handlers may
/// call it.
void tty_release_errors(void);

#endif
