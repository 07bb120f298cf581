/* Records what a process writes to the files of one folder and when it asks for them to be safe, in order, for
 * tests/store/test_power_loss.py: one line of text for each call, then the bytes. Preloaded before the C library.
 * With FAIL_FROM and FAIL_WITH, writes from the n-th on fail with that errno, and nothing is recorded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int out = -1, fail_with;
static long fail_from, writes;
static char folder[4096];
static ssize_t (*real_write)(int, const void *, size_t);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    const char *of = getenv("RECORDED_FOLDER"), *to = getenv("RECORDED_TO");
    if (!of || !to) return;
    snprintf(folder, sizeof folder, "%s", of);
    if (getenv("FAIL_FROM")) {
        fail_from = atol(getenv("FAIL_FROM"));
        fail_with = atoi(getenv("FAIL_WITH"));
    }
    out = open(to, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static const char *path_of(int fd) {
    static __thread char path[4096];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (out < 0 || length < 0) return NULL;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) ? NULL : path;
}

static int fails(void) {
    if (!fail_from || __atomic_add_fetch(&writes, 1, __ATOMIC_SEQ_CST) < fail_from) return 0;
    errno = fail_with;
    return 1;
}

static void record(const char *what, const char *path, off_t at, const void *bytes, size_t count) {
    static char line[9000];
    int length = snprintf(line, sizeof line, "%s %lld %zu %s\n", what, (long long)at, count, path);
    real_write(out, line, length);
    if (bytes) real_write(out, bytes, count);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    if (fd == 1 && out >= 0) record("told", "-", 0, bytes, count);
    return real_write(fd, bytes, count);
}

#define WRITES(name, offset)                                                            \
    ssize_t name(int fd, const void *bytes, size_t count, offset at) {                  \
        ssize_t (*real)(int, const void *, size_t, offset) = dlsym(RTLD_NEXT, #name);   \
        const char *path = path_of(fd);                                                 \
        if (path && fails()) return -1;                                                 \
        if (path) record("write", path, at, bytes, count);                              \
        return real(fd, bytes, count, at);                                              \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define SYNCS(name)                                                    \
    int name(int fd) {                                                 \
        int (*real)(int) = dlsym(RTLD_NEXT, #name);                    \
        const char *path = path_of(fd);                                \
        if (path) record("sync", path, 0, NULL, 0);                    \
        return real(fd);                                               \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define CUTS(name, offset)                                             \
    int name(int fd, offset length) {                                  \
        int (*real)(int, offset) = dlsym(RTLD_NEXT, #name);            \
        const char *path = path_of(fd);                                \
        if (path) record("cut", path, length, NULL, 0);                \
        return real(fd, length);                                       \
    }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)
