// SPDX-License-Identifier: Apache-2.0
#include "exchange/confined_process.hpp"

#include <gtest/gtest.h>

#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::read_file;
using test::TempDir;
using test::write_file;

ConfinedEnd run_shell(const std::string& script, const TempDir& dir, int seconds_max = 60) {
    ConfinedCommand command;
    command.words = {"/bin/sh", "-c", script};
    command.environment = {"PATH=/usr/bin:/bin", "GREETING=hello"};
    command.folder = dir / "";
    command.seconds_max = seconds_max;
    command.memory_bytes_max = 1U << 30U;
    command.file_bytes_max = 1U << 20U;
    return run_confined(command);
}

// Containers may forbid new namespaces; then nothing is run at all, which is tested, too.
bool is_forbidden(const TempDir& dir) {
    return run_shell("echo ran > ran", dir) == ConfinedEnd::NotConfined;
}

TEST(ConfinedProcess, IsNotRunUnconfined) {
    const TempDir dir;
    const bool forbidden = is_forbidden(dir);
    EXPECT_EQ(std::filesystem::exists(dir / "ran"), !forbidden);
}

TEST(ConfinedProcess, SeesItsFolderAsTheTemporaryOne) {
    const TempDir dir;
    if (is_forbidden(dir)) {
        GTEST_SKIP() << "no namespaces here";
    }
    write_file(dir / "in", "text");
    EXPECT_EQ(run_shell("cat /tmp/in > /tmp/out && echo $GREETING$HOME >> out", dir),
              ConfinedEnd::Done);
    EXPECT_EQ(read_file(dir / "out"), "texthello\n");
}

TEST(ConfinedProcess, HasNoNetworkAndNothingOfOurs) {
    const TempDir dir;
    if (is_forbidden(dir)) {
        GTEST_SKIP() << "no namespaces here";
    }
    const std::ifstream ours(write_file(dir / "ours", "x"));
    EXPECT_EQ(run_shell("grep -v -e '|' -e lo: /proc/net/dev > net; ls /proc/self/fd > open", dir),
              ConfinedEnd::Done);
    EXPECT_EQ(read_file(dir / "net"), "");
    // Standard ones, and the folder that ls itself reads.
    EXPECT_EQ(read_file(dir / "open"), "0\n1\n2\n3\n");
}

TEST(ConfinedProcess, TellsFailureAndTime) {
    const TempDir dir;
    if (is_forbidden(dir)) {
        GTEST_SKIP() << "no namespaces here";
    }
    EXPECT_EQ(run_shell("exit 3", dir), ConfinedEnd::Failed);
    EXPECT_EQ(run_shell("head -c 2000000 /dev/zero > large", dir), ConfinedEnd::Failed);
    EXPECT_EQ(run_shell("read forever < /dev/zero", dir, 1), ConfinedEnd::TimedOut);
}

}  // namespace
}  // namespace taizhang::exchange
