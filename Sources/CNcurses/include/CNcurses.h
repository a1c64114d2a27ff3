// The interface to the terminal for Swift. It hides curses.h, whose macros, globals and variadic functions cannot be
// imported, and whose numbers differ between builds; ncurses.c translates every constant.
//
// Only one thread may use these functions, except tty_emergency, which any thread and signal handler may call.
#ifndef C_NCURSES_H
#define C_NCURSES_H

#include <stdbool.h>
#include <stdint.h>

enum { TTY_BOLD = 1, TTY_DIM = 2, TTY_UNDERLINE = 4, TTY_REVERSE = 8, TTY_ITALIC = 16 };

/// One cell: up to four scalars (zero ends them), how many columns they take, attributes and colours (-1: default).
typedef struct {
    uint32_t scalars[4];
    uint8_t width;
    uint8_t attributes;
    int16_t foreground;
    int16_t background;
} tty_cell;

typedef enum {
    TTY_NONE,        // nothing to read
    TTY_SKIPPED,     // bytes without a meaning were dropped
    TTY_SCALAR,      // code is a scalar
    TTY_NAMED,       // code is a tty_name
    TTY_MOUSE,       // x, y and code, a tty_mouse
    TTY_PASTE_BEGIN,
    TTY_PASTE_END,
    TTY_FOCUS_IN,
    TTY_FOCUS_OUT,
    TTY_RESIZED,
} tty_event_kind;

typedef enum {
    TTY_ENTER, TTY_BACKSPACE, TTY_BACKTAB, TTY_DELETE, TTY_INSERT, TTY_UP, TTY_DOWN, TTY_LEFT, TTY_RIGHT,
    TTY_HOME, TTY_END, TTY_PAGE_UP, TTY_PAGE_DOWN,
    TTY_F1,          // the first of twelve
    TTY_UNKNOWN = 255,
} tty_name;

typedef enum { TTY_PRESS, TTY_MENU, TTY_WHEEL_UP, TTY_WHEEL_DOWN, TTY_OTHER } tty_mouse;

typedef struct {
    tty_event_kind kind;
    uint32_t code;
    int x, y;
} tty_event;

/// The result of tty_open.
typedef enum {
    TTY_OPENED,
    TTY_NOT_A_TERMINAL,  // /dev/tty cannot be opened
    TTY_DUMB,            // the terminal cannot place a cursor
    TTY_UNUSABLE,        // no terminal description is usable
} tty_status;

/// Opens /dev/tty as a terminal of `type`, in raw mode and on the alternate screen. No handlers of ncurses remain.
tty_status tty_open(const char *type, int escape_delay_ms);
/// Restores the terminal. Safe to call twice.
void tty_close(void);
/// Leaves the screen and restores the terminal until tty_resume.
void tty_suspend(void);
void tty_resume(void);
/// Sets all modes again and draws the whole screen. For after a stop that this process could not see coming (SIGSTOP).
void tty_restore(void);
/// Whether this process may use the terminal. A process in the background would be stopped for trying.
bool tty_in_foreground(void);

/// The descriptor to poll.
int tty_descriptor(void);
void tty_size(int *columns, int *rows);
/// Adapts to the window's current size.
void tty_adapt_size(void);
int tty_colors(void);
/// Whether ncurses gives a scalar the same width as the cell.
bool tty_agrees_on_width(uint32_t scalar, int width);

/// Writes `count` cells into a row, from column 0. Cells with width 0 are skipped.
void tty_row(int y, const tty_cell *cells, int count);
/// Sets the position of the cursor; a negative x hides it.
void tty_cursor(int x, int y);
/// Sends the changes; false if the terminal no longer accepts any output.
bool tty_flush(void);
/// Makes the next flush send the whole screen.
void tty_repaint(void);

/// The next event; never blocks.
tty_event tty_next_event(void);
void tty_mouse_reports(bool on);
/// Sends bytes between frames, such as a title or the clipboard. The caller must make sure that they do not move the
/// cursor.
bool tty_send(const uint8_t *bytes, long count);
void tty_bell(void);

/// Restores the terminal with write(2) and tcsetattr(3) only, which signal handlers may call.
void tty_emergency(void);
/// Installs handlers that call tty_emergency for SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT.
void tty_guard_fatal_signals(void);
/// Installs handlers for SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP and SIGCONT that write the signal's number as one
/// byte to `descriptor`. If SIGTERM or SIGHUP has not led to tty_release_signals within a second, for example because a
/// write to a terminal that nobody reads never returns, the terminal is restored as far as possible and the process ends
/// with status 128 and the signal's number.
void tty_forward_signals(int descriptor);
/// Restores the previous handlers of those signals.
void tty_release_signals(void);
/// Stops the job as ^Z does, and returns true when it continues. Returns false at once if no shell could continue it.
bool tty_stop_process(void);

/// Sets LC_CTYPE to a UTF-8 locale. Returns 0 for the environment's own, 1 for C.UTF-8 instead, -1 if there is none.
int tty_utf8_locale(void);
/// Creates a pipe whose ends never block and are closed on exec; -1 on failure.
int tty_pipe(int ends[2]);
/// Runs a program on /dev/tty and waits for it. ^C goes to the program; ^Z stops both. Returns 0 and the wait
/// status, or -errno if it could not be started.
int tty_run(char *const arguments[], int *wait_status);

#endif
