// SPDX-License-Identifier: Apache-2.0
// One line on the terminal that says how far long work is, and Ctrl-C that asks it to stop.
#pragma once

#include <chrono>
#include <string>

#include "service/progress.hpp"

namespace taizhang::cli {

// From its making on the first Ctrl-C asks the work to stop; a second one ends the program.
class ProgressLine {
  public:
    // 已读 … 行
    ProgressLine(std::string verb, std::string unit);

    // False when it is time to stop. Writes nothing where standard error is no terminal.
    bool show(const service::WorkProgress& progress);
    service::WorkReport report();
    void clear();

  private:
    std::string verb_;
    std::string unit_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace taizhang::cli
