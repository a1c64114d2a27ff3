// Simulates power cuts in tests: logs every write that no fsync has confirmed.
//
// Load it with LD_PRELOAD. Set POWERCUT_DIRECTORY to the directory to watch, and POWERCUT_LOG to a log file outside it.
// Kill the process with SIGKILL. The reader of the log then changes the files to a state that a power cut could have
// left: every unconfirmed write may be there, missing, or torn.
//
// POWERCUT_SKIP_SYNC=1 skips real syncs: only the log decides what survives, and the test runs faster.
//
// Log records, in the machine's byte order:
//   'W' u32 path length, u64 offset, u64 old size, u32 length, u32 old length; path; new bytes; old bytes
//   'T' u32 path length, u64 new size, u64 old size, u32 0, u32 tail length; path; cut-off tail bytes
//   'S' u32 path length, u64 0, u64 0, u32 0, u32 0; path     (everything before it is on stable storage)
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

struct header {
    char kind;
    char padding[3];
    uint32_t path_length;
    uint64_t offset;
    uint64_t old_size;
    uint32_t new_length;
    uint32_t old_length;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static int skip_sync;
static char directory[4096];
static size_t directory_length;

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("POWERCUT_DIRECTORY"), *log = getenv("POWERCUT_LOG");
    if (!watched || !log || strlen(watched) >= sizeof directory) return;
    strcpy(directory, watched);
    directory_length = strlen(directory);
    skip_sync = getenv("POWERCUT_SKIP_SYNC") != NULL;
    log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void fail(const char *what) {
    dprintf(2, "powercut: %s failed\n", what);
    abort();
}

// The path of a descriptor; 0 if it is not watched.
static size_t watched_path(int fd, char *path, size_t size) {
    char link[64];
    if (log_fd < 0 || fd < 0 || fd == log_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size);
    if (length <= 0 || (size_t)length >= size || (size_t)length <= directory_length) return 0;
    return memcmp(path, directory, directory_length) == 0 ? (size_t)length : 0;
}

static void put(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = syscall(SYS_write, log_fd, at, length);
        if (written <= 0) fail("writing the log");
        at += written;
        length -= (size_t)written;
    }
}

// Writes a small record in one write, so that a kill seldom cuts it; the reader ignores an incomplete last record.
static void record(char kind, const char *path, size_t path_length, uint64_t offset, uint64_t old_size,
                   const void *new_bytes, size_t new_length, const void *old_bytes, size_t old_length) {
    struct header header = {kind, {0}, (uint32_t)path_length, offset, old_size, (uint32_t)new_length, (uint32_t)old_length};
    size_t total = sizeof header + path_length + new_length + old_length;
    char *all = malloc(total), *at = all;
    if (!all) fail("malloc");
    memcpy(at, &header, sizeof header), at += sizeof header;
    memcpy(at, path, path_length), at += path_length;
    if (new_length) memcpy(at, new_bytes, new_length), at += new_length;
    if (old_length) memcpy(at, old_bytes, old_length);
    put(all, total);
    free(all);
}

static uint64_t size_of(int fd) {
    struct stat facts;
    return fstat(fd, &facts) == 0 ? (uint64_t)facts.st_size : 0;
}

// The bytes of the file that are about to be overwritten or cut off. The descriptor may be write-only.
static size_t old_content(int fd, uint64_t offset, size_t length, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int reader = open(link, O_RDONLY | O_CLOEXEC);
    if (reader < 0) return 0;
    size_t count = 0;
    while (count < length) {
        ssize_t got = pread(reader, into + count, length - count, (off_t)(offset + count));
        if (got <= 0) break;
        count += (size_t)got;
    }
    close(reader);
    return count;
}

static void remember_write(int fd, const void *bytes, size_t length, uint64_t offset, const char *path, size_t path_length) {
    char *old = malloc(length ? length : 1);
    if (!old) fail("malloc");
    size_t old_length = old_content(fd, offset, length, old);
    record('W', path, path_length, offset, size_of(fd), bytes, length, old, old_length);
    free(old);
}

static ssize_t watched_pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    char path[4096];
    size_t path_length = watched_path(fd, path, sizeof path);
    if (!path_length) return syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    remember_write(fd, bytes, length, (uint64_t)offset, path, path_length);
    ssize_t result = syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return watched_pwrite(fd, bytes, length, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return watched_pwrite(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[4096];
    size_t path_length = watched_path(fd, path, sizeof path);
    if (!path_length) return syscall(SYS_write, fd, bytes, length);
    pthread_mutex_lock(&lock);
    int flags = fcntl(fd, F_GETFL);
    uint64_t offset = flags & O_APPEND ? size_of(fd) : (uint64_t)lseek(fd, 0, SEEK_CUR);
    remember_write(fd, bytes, length, offset, path, path_length);
    ssize_t result = syscall(SYS_write, fd, bytes, length);
    pthread_mutex_unlock(&lock);
    return result;
}

static int watched_truncate(int fd, off_t size) {
    char path[4096];
    size_t path_length = watched_path(fd, path, sizeof path);
    if (!path_length) return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    uint64_t old_size = size_of(fd);
    size_t tail_length = (uint64_t)size < old_size ? (size_t)(old_size - (uint64_t)size) : 0;
    char *tail = malloc(tail_length ? tail_length : 1);
    if (!tail) fail("malloc");
    tail_length = old_content(fd, (uint64_t)size, tail_length, tail);
    record('T', path, path_length, (uint64_t)size, old_size, NULL, 0, tail, tail_length);
    free(tail);
    int result = (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t size) { return watched_truncate(fd, size); }
int ftruncate64(int fd, off64_t size) { return watched_truncate(fd, size); }

// The lock is held, so that this sync does not confirm later writes of other threads.
static int watched_sync(int fd, long number) {
    char path[4096];
    size_t path_length = watched_path(fd, path, sizeof path);
    if (!path_length) return (int)syscall(number, fd);
    pthread_mutex_lock(&lock);
    int result = skip_sync ? 0 : (int)syscall(number, fd);
    if (result == 0) record('S', path, path_length, 0, 0, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int fd) { return watched_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return watched_sync(fd, SYS_fdatasync); }
