// In a file of its own, because term.h defines macros such as `columns` and `lines`.
#define _XOPEN_SOURCE_EXTENDED 1
#include "internal.h"

#include <curses.h>
#include <term.h>

tty_status tty_describe(const char *type, int output) {
    int problem = 0;
    if (setupterm(type, output, &problem) == ERR) return problem == 1 ? TTY_DUMB : TTY_UNUSABLE;
    const bool can_place_cursor = cursor_address && *cursor_address;
    del_curterm(cur_term);
    return can_place_cursor ? TTY_OPENED : TTY_DUMB;
}
