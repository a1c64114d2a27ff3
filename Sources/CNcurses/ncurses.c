#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "internal.h"

// Codes for keys that ncurses does not name. Codes above KEY_MAX are free for us.
enum {
    CODE_PASTE_BEGIN = KEY_MAX + 1, CODE_PASTE_END, CODE_FOCUS_IN, CODE_FOCUS_OUT,
};

// Switches bracketed paste and focus reports on and off; ncurses switches everything else.
static const char REPORTS_ON[] = "\033[?2004h\033[?1004h";
static const char REPORTS_OFF[] = "\033[?2004l\033[?1004l";

static FILE *input, *output;
static SCREEN *screen;
static bool mouse_on;

// MARK: Opening and closing

static void define_extra_keys(void) {
    define_key("\033[200~", CODE_PASTE_BEGIN);
    define_key("\033[201~", CODE_PASTE_END);
    define_key("\033[I", CODE_FOCUS_IN);
    define_key("\033[O", CODE_FOCUS_OUT);
    // Terminals send both forms, whatever their description says.
    static const struct { char letter; int code; } cursor_keys[] = {
        {'A', KEY_UP}, {'B', KEY_DOWN}, {'C', KEY_RIGHT}, {'D', KEY_LEFT}, {'H', KEY_HOME}, {'F', KEY_END},
    };
    for (size_t i = 0; i < sizeof cursor_keys / sizeof *cursor_keys; i++) {
        char normal[] = {'\033', '[', cursor_keys[i].letter, 0};
        char application[] = {'\033', 'O', cursor_keys[i].letter, 0};
        define_key(normal, cursor_keys[i].code);
        define_key(application, cursor_keys[i].code);
    }
    define_key("\033[Z", KEY_BTAB);
    define_key("\033[3~", KEY_DC);
    define_key("\033[5~", KEY_PPAGE);
    define_key("\033[6~", KEY_NPAGE);
    define_key("\033[1~", KEY_HOME);
    define_key("\033[4~", KEY_END);
}

static void close_files(void) {
    if (input) fclose(input);
    if (output) fclose(output);
    input = output = NULL;
}

static void send_text(const char *text) {
    fputs(text, output);
    fflush(output);
}

tty_status tty_open(const char *type, int escape_delay_ms) {
    output = fopen("/dev/tty", "we");
    input = fopen("/dev/tty", "re");
    if (!input || !output) {
        close_files();
        return TTY_NOT_A_TERMINAL;
    }
    // These variables would override the real size.
    unsetenv("LINES");
    unsetenv("COLUMNS");
    const tty_status status = tty_describe(type, fileno(output));
    if (status != TTY_OPENED) {
        close_files();
        return status;
    }
    tty_remember_state(fileno(input), fileno(output));
    set_escdelay(escape_delay_ms);
    screen = newterm(type, output, input);
    if (!screen) {
        close_files();
        return TTY_UNUSABLE;
    }
    set_term(screen);
    raw();
    noecho();
    nonl();
    curs_set(0);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    meta(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    typeahead(-1);
    mouseinterval(0);
    define_extra_keys();
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    tty_forget_pairs();
    send_text(REPORTS_ON);
    tty_set_active(true);
    tty_hold_errors();
    return TTY_OPENED;
}

void tty_close(void) {
    if (!screen) return;
    // The screen belongs to the shell while this process is in the background.
    if (tty_in_foreground()) {
        tty_suspend();
    } else {
        tty_set_active(false);
        __fpurge(output);
    }
    tty_release_errors();
    delscreen(screen);
    screen = NULL;
    close_files();
}

void tty_suspend(void) {
    if (!screen || isendwin()) return;
    tty_set_active(false);
    if (mouse_on) mousemask(0, NULL);
    fputs(REPORTS_OFF, output);
    curs_set(1);
    endwin();
    fflush(output);
}

void tty_resume(void) {
    if (!screen) return;
    tty_set_active(true);
    tty_adapt_size();
    clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
    curs_set(0);
    if (mouse_on) tty_mouse_reports(true);
    send_text(REPORTS_ON);
}

void tty_restore(void) {
    if (!screen) return;
    if (isendwin()) {
        tty_set_active(false);
    } else {
        tty_suspend();
    }
    tty_resume();
}

bool tty_in_foreground(void) {
    const pid_t group = output ? tcgetpgrp(fileno(output)) : -1;
    return group < 0 || group == getpgrp();
}

// MARK: Facts

int tty_descriptor(void) { return input ? fileno(input) : -1; }

void tty_size(int *columns, int *rows) {
    *columns = COLS;
    *rows = LINES;
}

void tty_adapt_size(void) {
    struct winsize size;
    if (ioctl(fileno(output), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        if (size.ws_row != LINES || size.ws_col != COLS) resize_term(size.ws_row, size.ws_col);
    }
    // After a resize a terminal may show anything, including old text, so everything is drawn again.
    clearok(curscr, TRUE);
}

int tty_colors(void) { return has_colors() ? COLORS : 0; }

bool tty_agrees_on_width(uint32_t scalar, int width) { return wcwidth((wchar_t)scalar) == width; }

// MARK: Drawing

static attr_t attributes_of(uint8_t flags) {
    attr_t result = A_NORMAL;
    if (flags & TTY_BOLD) result |= A_BOLD;
    if (flags & TTY_DIM) result |= A_DIM;
    if (flags & TTY_UNDERLINE) result |= A_UNDERLINE;
    if (flags & TTY_REVERSE) result |= A_REVERSE;
    if (flags & TTY_ITALIC) result |= A_ITALIC;
    return result;
}

void tty_row(int y, const tty_cell *cells, int count) {
    for (int x = 0; x < count && x < COLS; x++) {
        const tty_cell *cell = &cells[x];
        if (cell->width == 0) continue;
        wchar_t text[5] = {0};
        for (int i = 0; i < 4; i++) text[i] = (wchar_t)cell->scalars[i];
        int pair = tty_pair(cell->foreground, cell->background);
        cchar_t character;
        if (setcchar(&character, text, attributes_of(cell->attributes), 0, &pair) == ERR) continue;
        // The last cell of the screen returns ERR although it is drawn.
        mvwadd_wch(stdscr, y, x, &character);
        // A replacement takes one of two columns; the other must not keep what was there.
        if (cell->width == 2 && wcwidth(text[0]) == 1 && x + 1 < COLS) mvwaddch(stdscr, y, x + 1, ' ');
    }
}

void tty_cursor(int x, int y) {
    if (x < 0) {
        curs_set(0);
    } else {
        curs_set(1);
        wmove(stdscr, y, x);
    }
}

bool tty_flush(void) {
    wnoutrefresh(stdscr);
    return doupdate() != ERR && !ferror(output);
}

void tty_repaint(void) { clearok(curscr, TRUE); }

bool tty_send(const uint8_t *bytes, long count) {
    bool sent = fwrite(bytes, 1, (size_t)count, output) == (size_t)count;
    return fflush(output) == 0 && sent;
}

void tty_bell(void) {
    beep();
    fflush(output);
}

// MARK: Input

static tty_name name_of(wint_t code) {
    switch (code) {
    case KEY_ENTER: return TTY_ENTER;
    case KEY_BACKSPACE: return TTY_BACKSPACE;
    case KEY_BTAB: return TTY_BACKTAB;
    case KEY_DC: return TTY_DELETE;
    case KEY_IC: return TTY_INSERT;
    case KEY_UP: return TTY_UP;
    case KEY_DOWN: return TTY_DOWN;
    case KEY_LEFT: return TTY_LEFT;
    case KEY_RIGHT: return TTY_RIGHT;
    case KEY_HOME: case KEY_FIND: return TTY_HOME;
    case KEY_END: case KEY_SELECT: return TTY_END;
    case KEY_PPAGE: return TTY_PAGE_UP;
    case KEY_NPAGE: return TTY_PAGE_DOWN;
    default: return code >= KEY_F(1) && code <= KEY_F(12) ? TTY_F1 + (code - KEY_F(1)) : TTY_UNKNOWN;
    }
}

static tty_event mouse_event(void) {
    MEVENT mouse;
    if (getmouse(&mouse) != OK) return (tty_event){.kind = TTY_SKIPPED};
    tty_mouse action = TTY_OTHER;
    if (mouse.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) action = TTY_PRESS;
    else if (mouse.bstate & (BUTTON3_PRESSED | BUTTON3_CLICKED)) action = TTY_MENU;
    else if (mouse.bstate & BUTTON4_PRESSED) action = TTY_WHEEL_UP;
    else if (mouse.bstate & BUTTON5_PRESSED) action = TTY_WHEEL_DOWN;
    if (action == TTY_OTHER) return (tty_event){.kind = TTY_SKIPPED};
    return (tty_event){.kind = TTY_MOUSE, .code = action, .x = mouse.x, .y = mouse.y};
}

static tty_event code_event(wint_t code) {
    switch (code) {
    case KEY_MOUSE: return mouse_event();
    case KEY_RESIZE: return (tty_event){.kind = TTY_RESIZED};
    case CODE_PASTE_BEGIN: return (tty_event){.kind = TTY_PASTE_BEGIN};
    case CODE_PASTE_END: return (tty_event){.kind = TTY_PASTE_END};
    case CODE_FOCUS_IN: return (tty_event){.kind = TTY_FOCUS_IN};
    case CODE_FOCUS_OUT: return (tty_event){.kind = TTY_FOCUS_OUT};
    default: return (tty_event){.kind = TTY_NAMED, .code = name_of(code)};
    }
}

// ERR can also mean a byte that is not UTF-8; only poll tells whether there is more input.
static bool has_input(void) {
    int waiting = 0;
    return ioctl(fileno(input), FIONREAD, &waiting) == 0 && waiting > 0;
}

tty_event tty_next_event(void) {
    wint_t code = 0;
    switch (wget_wch(stdscr, &code)) {
    case KEY_CODE_YES: return code_event(code);
    case OK: return (tty_event){.kind = TTY_SCALAR, .code = code};
    default: return (tty_event){.kind = has_input() ? TTY_SKIPPED : TTY_NONE};
    }
}

void tty_mouse_reports(bool on) {
    mouse_on = on;
    const mmask_t presses = BUTTON1_PRESSED | BUTTON3_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;
    mousemask(on ? presses : 0, NULL);
}
