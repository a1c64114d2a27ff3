// Locale, pipes and programs.
#define _GNU_SOURCE 1
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int tty_utf8_locale(void) {
    // Only LC_CTYPE, so that the formats of numbers and dates do not change.
    if (setlocale(LC_CTYPE, "") && is_utf8()) return 0;
    if (setlocale(LC_CTYPE, "C.UTF-8") && is_utf8()) return 1;
    return -1;
}

int tty_pipe(int ends[2]) { return pipe2(ends, O_NONBLOCK | O_CLOEXEC); }

// The program gets the terminal, whatever this process's input and output are, and default signal handling.
static int spawn_on_terminal(char *const arguments[], pid_t *child) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/tty", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    const int problem = posix_spawnp(child, arguments[0], &files, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return problem;
}

int tty_run(char *const arguments[], int *wait_status) {
    static const int handled[] = {SIGINT, SIGQUIT, SIGTSTP};
    struct sigaction former[3], action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < 3; i++) {
        action.sa_handler = handled[i] == SIGTSTP ? SIG_DFL : SIG_IGN;
        sigaction(handled[i], &action, &former[i]);
    }
    pid_t child;
    int problem = spawn_on_terminal(arguments, &child);
    if (problem == 0) {
        while (waitpid(child, wait_status, 0) < 0) {
            if (errno == EINTR) continue;
            problem = errno;
            break;
        }
    }
    for (int i = 0; i < 3; i++) sigaction(handled[i], &former[i], NULL);
    return -problem;
}
