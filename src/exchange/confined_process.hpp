// SPDX-License-Identifier: Apache-2.0
// Another program on somebody else's file: no network, no input, a /tmp of its own, bounded time,
// memory and output.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace taizhang::exchange {

struct ConfinedCommand {
    std::vector<std::string> words;        // the first is the program's path
    std::vector<std::string> environment;  // all of it, NAME=value
    std::filesystem::path folder;          // it runs there and sees it as /tmp
    int seconds_max = 0;
    std::size_t memory_bytes_max = 0;
    std::size_t file_bytes_max = 0;
};

enum class ConfinedEnd {
    Done,         // by itself, with exit code 0
    Failed,       // by itself, otherwise
    TimedOut,     // killed, with all that it started
    Interrupted,  // killed, because a signal reached us
    NotConfined,  // not run: the system does not let us wall it in
};

// Returns once it and its process group are gone.
ConfinedEnd run_confined(const ConfinedCommand& command);

}  // namespace taizhang::exchange
