// Standard error while the screen is up.
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"

static int held = -1, former = -1;

void tty_hold_errors(void) {
    if (held >= 0 || !isatty(STDERR_FILENO)) return;
    held = memfd_create("stderr", MFD_CLOEXEC);
    former = dup(STDERR_FILENO);
    if (held >= 0 && former >= 0) dup2(held, STDERR_FILENO);
}

static void write_plainly(char *bytes, long count) {
    for (long i = 0; i < count; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        if ((byte < 0x20 && byte != '\n') || byte > 0x7E) bytes[i] = '?';
    }
    ssize_t ignored = write(former, bytes, (size_t)count);
    (void)ignored;
}

void tty_release_errors(void) {
    if (held < 0 || former < 0) return;
    dup2(former, STDERR_FILENO);
    // The last 64 kB, because the important lines come last.
    enum { MOST = 65536 };
    const off_t size = lseek(held, 0, SEEK_END);
    lseek(held, size > MOST ? size - MOST : 0, SEEK_SET);
    char bytes[512];
    long count;
    while ((count = read(held, bytes, sizeof bytes)) > 0) write_plainly(bytes, count);
    close(held);
    close(former);
    held = former = -1;
}
