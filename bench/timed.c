// SPDX-License-Identifier: Apache-2.0
// timed COMMAND …: runs it and prints "MICROSECONDS PEAK_KIB" on descriptor 3, apart from whatever
// the command itself prints.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char** argv) {
    struct timespec begin;
    struct timespec end;
    if (argc < 2) {
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    const pid_t child = fork();
    if (child == 0) {
        close(3);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    dprintf(3, "%lld %ld\n",
            (end.tv_sec - begin.tv_sec) * 1000000LL + (end.tv_nsec - begin.tv_nsec) / 1000,
            usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
