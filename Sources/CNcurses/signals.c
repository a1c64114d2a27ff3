// Signals, and restoring the terminal when the process dies.
#define _GNU_SOURCE 1
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "internal.h"

// Turns reports, mouse and attributes off, shows the cursor and leaves the alternate screen. Terminals ignore unknown
// sequences.
static const char RESTORE[] = "\033[?2004l\033[?1004l\033[?1000l\033[?1002l\033[?1006l\033[0m\033[?25h\033[?1049l\r\n";

static volatile sig_atomic_t active;
static int input_descriptor = -1, output_descriptor = -1;
static struct termios former;
static bool has_former;

void tty_remember_state(int input, int output) {
    input_descriptor = input;
    output_descriptor = output;
    has_former = tcgetattr(input, &former) == 0;
}

void tty_set_active(bool is_active) { active = is_active; }

void tty_emergency(void) {
    if (!active) return;
    active = 0;
    ssize_t ignored = write(output_descriptor, RESTORE, sizeof RESTORE - 1);
    (void)ignored;
    if (has_former) tcsetattr(input_descriptor, TCSANOW, &former);
    tty_release_errors();
}

// MARK: Fatal signals

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT};
enum { FATAL_COUNT = sizeof fatal / sizeof *fatal };
static struct sigaction fatal_former[FATAL_COUNT];

static void on_fatal(int number) {
    tty_emergency();
    for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal[i], &fatal_former[i], NULL);
    raise(number);
}

void tty_guard_fatal_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_fatal;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal[i], &action, &fatal_former[i]);
}

// MARK: Signals that the loop handles

static const int forwarded[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT};
enum { FORWARDED_COUNT = sizeof forwarded / sizeof *forwarded };
static struct sigaction forwarded_former[FORWARDED_COUNT], overdue_former;
static volatile sig_atomic_t signal_descriptor = -1;

/// How long the loop has to end the program after a signal that asks for it, in seconds.
enum { ENDING_TIME = 1 };
static volatile sig_atomic_t ending;

static void on_forwarded(int number) {
    const int saved = errno;
    if (number == SIGTERM || number == SIGHUP) {
        ending = number;
        alarm(ENDING_TIME);
    }
    const uint8_t byte = (uint8_t)number;
    ssize_t ignored = write(signal_descriptor, &byte, 1);
    (void)ignored;
    errno = saved;
}

// The loop has not ended the program: it is stuck writing to a terminal that nobody reads.
static void on_overdue(int number) {
    (void)number;
    if (output_descriptor >= 0) {
        tcflush(output_descriptor, TCOFLUSH);
        fcntl(output_descriptor, F_SETFL, fcntl(output_descriptor, F_GETFL) | O_NONBLOCK);
    }
    tty_emergency();
    _exit(128 + ending);
}

void tty_forward_signals(int descriptor) {
    struct sigaction overdue;
    memset(&overdue, 0, sizeof overdue);
    overdue.sa_handler = on_overdue;
    sigfillset(&overdue.sa_mask);
    sigaction(SIGALRM, &overdue, &overdue_former);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_forwarded;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    signal_descriptor = descriptor;
    for (int i = 0; i < FORWARDED_COUNT; i++) sigaction(forwarded[i], &action, &forwarded_former[i]);
}

void tty_release_signals(void) {
    for (int i = 0; i < FORWARDED_COUNT; i++) sigaction(forwarded[i], &forwarded_former[i], NULL);
    signal_descriptor = -1;
    alarm(0);
    sigaction(SIGALRM, &overdue_former, NULL);
}

bool tty_stop_process(void) {
    // There is no job-control shell that could continue this process.
    if (getpgrp() == getsid(0)) return false;
    struct sigaction ignore, ours;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGTSTP, &ignore, &ours);
    // The signal to the group stops the rest of the job, such as a make that started this process. This process is
    // stopped by a signal to this thread, because only that certainly arrives before the next line runs.
    kill(0, SIGTSTP);
    raise(SIGSTOP);
    sigaction(SIGTSTP, &ours, NULL);
    return true;
}
