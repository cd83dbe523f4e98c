// SPDX-License-Identifier: Apache-2.0
#include "exchange/confined_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace taizhang::exchange {
namespace {

constexpr int kNotConfinedCode = 125;
constexpr int kNotFoundCode = 127;
constexpr const char* kTemporary = "/tmp";

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> result;
    for (auto& word : words) {
        result.push_back(word.data());
    }
    result.push_back(nullptr);
    return result;
}

// Made before the fork: between fork and exec only the simplest calls are safe.
struct Prepared {
    std::vector<std::string> words;
    std::vector<std::string> environment;
    std::vector<char*> word_pointers;
    std::vector<char*> environment_pointers;
    std::string folder;
    std::string user_map;
    std::string group_map;
    rlimit memory;
    rlimit file;
};

bool write_text(const char* path, const std::string& text) {
    const int file = open(path, O_WRONLY | O_CLOEXEC);
    const bool written =
        file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (file >= 0) {
        close(file);
    }
    return written;
}

// Root may leave the network by itself; anybody else becomes the same person in a space of their
// own.
bool leave(const Prepared& prepared) {
    constexpr int kSpaces = CLONE_NEWNET | CLONE_NEWNS;
    if (unshare(kSpaces) == 0) {
        return true;
    }
    return unshare(CLONE_NEWUSER | kSpaces) == 0 && write_text("/proc/self/setgroups", "deny") &&
           write_text("/proc/self/uid_map", prepared.user_map) &&
           write_text("/proc/self/gid_map", prepared.group_map);
}

// LibreOffice puts a socket into /tmp whatever TMPDIR says.
bool confine(const Prepared& prepared) {
    return leave(prepared) && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount(prepared.folder.c_str(), kTemporary, nullptr, MS_BIND, nullptr) == 0;
}

[[noreturn]] void run_child(const Prepared& prepared) {
    setpgid(0, 0);
    const int nothing = open("/dev/null", O_RDWR);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        dup2(nothing, standard);
    }
    // What else is open here (the store, the listener) is none of its business.
    close_range(STDERR_FILENO + 1, ~0U, 0);
    if (!confine(prepared)) {
        _exit(kNotConfinedCode);
    }
    setrlimit(RLIMIT_AS, &prepared.memory);
    setrlimit(RLIMIT_FSIZE, &prepared.file);
    if (chdir(kTemporary) == 0) {
        execve(prepared.word_pointers[0], prepared.word_pointers.data(),
               prepared.environment_pointers.data());
    }
    _exit(kNotFoundCode);
}

Prepared prepare(const ConfinedCommand& command) {
    Prepared prepared{command.words,
                      command.environment,
                      {},
                      {},
                      command.folder.string(),
                      fmt::format("{0} {0} 1", getuid()),
                      fmt::format("{0} {0} 1", getgid()),
                      {command.memory_bytes_max, command.memory_bytes_max},
                      {command.file_bytes_max, command.file_bytes_max}};
    prepared.word_pointers = pointers(prepared.words);
    prepared.environment_pointers = pointers(prepared.environment);
    return prepared;
}

ConfinedEnd end_of(int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotConfinedCode) {
        return ConfinedEnd::NotConfined;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ConfinedEnd::Done : ConfinedEnd::Failed;
}

}  // namespace

ConfinedEnd run_confined(const ConfinedCommand& command) {
    const Prepared prepared = prepare(command);
    const pid_t child = fork();
    if (child == 0) {
        run_child(prepared);
    }
    if (child < 0) {
        throw std::system_error(errno, std::generic_category(), "fork");
    }
    // -1 on a kernel without: it then has all its time.
    const int watch = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    setpgid(child, child);  // whichever of the two comes first
    pollfd ended{watch, POLLIN, 0};
    constexpr int kMillisecondsPerSecond = 1000;
    const int seen = poll(&ended, 1, command.seconds_max * kMillisecondsPerSecond);
    const int why = errno;
    kill(-child, SIGKILL);  // also what it has left behind
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    close(watch);
    if (seen == 0) {
        return ConfinedEnd::TimedOut;
    }
    return seen < 0 && why == EINTR ? ConfinedEnd::Interrupted : end_of(status);
}

}  // namespace taizhang::exchange
