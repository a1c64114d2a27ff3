// Colour pairs by their two colours. Does not use alloc_pair, which crashes on terminals without colours (ncurses 6.4).
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "internal.h"

enum { MOST_PAIRS = 512 };

static struct { int16_t foreground, background; } pairs[MOST_PAIRS];
static int used;

void tty_forget_pairs(void) { used = 0; }

int tty_pair(int16_t foreground, int16_t background) {
    if (!has_colors() || (foreground < 0 && background < 0)) return 0;
    for (int i = 0; i < used; i++) {
        if (pairs[i].foreground == foreground && pairs[i].background == background) return i + 1;
    }
    const int limit = COLOR_PAIRS - 1 < MOST_PAIRS ? COLOR_PAIRS - 1 : MOST_PAIRS;
    if (used >= limit || init_extended_pair(used + 1, foreground, background) == ERR) return 0;
    pairs[used].foreground = foreground;
    pairs[used].background = background;
    return ++used;
}
