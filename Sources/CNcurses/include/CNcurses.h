// The terminal, as Swift sees it. curses.h stays behind this header: its macros, globals and variadic functions do not
// import, and its numbers differ between builds, so every constant is translated in ncurses.c.
//
// One thread owns everything here. Only tty_emergency may be called from anywhere, a signal handler too.
#ifndef C_NCURSES_H
#define C_NCURSES_H

#include <stdbool.h>
#include <stdint.h>

enum { TTY_BOLD = 1, TTY_DIM = 2, TTY_UNDERLINE = 4, TTY_REVERSE = 8, TTY_ITALIC = 16 };

/// One cell: up to three scalars (zero ends them), how many columns they take, attributes and colours (-1: default).
typedef struct {
    uint32_t scalars[3];
    uint8_t width;
    uint8_t attributes;
    int16_t foreground;
    int16_t background;
} tty_cell;

typedef enum {
    TTY_NONE,        // nothing to read
    TTY_SKIPPED,     // bytes that mean nothing were dropped
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
    TTY_F1,          // and eleven more behind it
    TTY_UNKNOWN = 255,
} tty_name;

typedef enum { TTY_PRESS, TTY_MENU, TTY_WHEEL_UP, TTY_WHEEL_DOWN, TTY_OTHER } tty_mouse;

typedef struct {
    tty_event_kind kind;
    uint32_t code;
    int x, y;
} tty_event;

/// What tty_open found.
typedef enum {
    TTY_OPENED,
    TTY_NOT_A_TERMINAL,  // /dev/tty cannot be opened
    TTY_DUMB,            // the terminal cannot place a cursor
    TTY_UNUSABLE,        // no description of any terminal like it
} tty_status;

/// Opens /dev/tty with the description of `type`, raw, on the alternate screen. No signal handlers remain ncurses' own.
tty_status tty_open(const char *type, int escape_delay_ms);
/// Gives the terminal back as it was. Safe to call twice.
void tty_close(void);
/// Leaves the screen for a while: the terminal is as the shell left it until tty_resume.
void tty_suspend(void);
void tty_resume(void);

/// The descriptor to poll.
int tty_descriptor(void);
void tty_size(int *columns, int *rows);
/// Adapts to the window's present size.
void tty_adapt_size(void);
int tty_colors(void);
/// Whether ncurses puts as many columns on a scalar as the cell says.
bool tty_agrees_on_width(uint32_t scalar, int width);

/// Puts `count` cells in a row, from column 0. Cells with width 0 are skipped.
void tty_row(int y, const tty_cell *cells, int count);
/// Where the cursor is shown; hidden when x is negative.
void tty_cursor(int x, int y);
/// Sends what differs; false when the terminal no longer takes anything.
bool tty_flush(void);
/// Sends everything with the next flush.
void tty_repaint(void);

/// The next event; never blocks.
tty_event tty_next_event(void);
void tty_mouse_reports(bool on);
/// Sends bytes that do not move the cursor, between frames: a title, the clipboard. The caller vouches for them.
bool tty_send(const uint8_t *bytes, long count);
void tty_bell(void);

/// Restores the terminal with write(2) and tcsetattr(3) only, as a signal handler may.
void tty_emergency(void);
/// Installs handlers that call tty_emergency for SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT.
void tty_guard_fatal_signals(void);
/// Handlers for SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT that write the signal's number as one byte there.
void tty_forward_signals(int descriptor);
/// Gives those signals their former handlers back.
void tty_release_signals(void);
/// Stops the job as ^Z does and returns when it is continued; false at once where no shell could continue it.
bool tty_stop_process(void);

/// Makes LC_CTYPE a UTF-8 locale: 0 when the environment's is one, 1 when C.UTF-8 had to be taken, -1 when there is none.
int tty_utf8_locale(void);
/// A pipe whose ends never block and are closed on exec; -1 on failure.
int tty_pipe(int ends[2]);
/// Runs a program on /dev/tty and waits for it; ^C is for the program, ^Z stops both. Returns its wait status, or -errno when it could not be started.
int tty_run(char *const arguments[], int *wait_status);

#endif
