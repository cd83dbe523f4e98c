// SPDX-License-Identifier: Apache-2.0
#include "api/operations/log_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace taizhang::api {
namespace {

LogEntry numbered(std::size_t number) {
    LogEntry entry;
    entry.request_id = "request-number-" + std::to_string(100'000 + number);
    entry.method = "GET";
    entry.route = "none";
    return entry;
}

class Pipe {
  public:
    Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
    ~Pipe() {
        close_reader();
        ::close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int writer() const { return ends_[1]; }
    void close_reader() {
        if (ends_[0] >= 0) {
            ::close(ends_[0]);
            ends_[0] = -1;
        }
    }
    std::string read_lines(std::size_t lines) {
        std::string text;
        std::array<char, 4'096> buffer{};
        while (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < lines) {
            const auto got = ::read(ends_[0], buffer.data(), buffer.size());
            if (got <= 0) {
                break;
            }
            text.append(buffer.data(), static_cast<std::size_t>(got));
        }
        return text;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

TEST(LogWriter, WritesEveryLineInOrder) {
    constexpr std::size_t kLines = 500;
    Pipe pipe;
    {
        LogWriter writer({LogForm::Text, pipe.writer()});
        for (std::size_t i = 0; i < kLines; ++i) {
            writer.put(numbered(i));
        }
        const auto text = pipe.read_lines(kLines);
        std::size_t at = 0;
        for (std::size_t i = 0; i < kLines; ++i) {
            at = text.find(numbered(i).request_id, at);
            ASSERT_NE(at, std::string::npos) << i;
        }
        EXPECT_EQ(writer.dropped(), 0U);
    }
}

// Nobody reads: what is put neither waits nor piles up, and the end does not wait for ever.
TEST(LogWriter, DropsWhatASlowReaderDoesNotTake) {
    constexpr std::size_t kLines = 20'000;
    constexpr std::size_t kWaiting = 100;
    Pipe pipe;
    std::uint64_t dropped = 0;
    {
        LogWriter writer({LogForm::Json, pipe.writer(), kWaiting, std::chrono::milliseconds(20)});
        for (std::size_t i = 0; i < kLines; ++i) {
            writer.put(numbered(i));
        }
        dropped = writer.dropped();
    }
    EXPECT_GT(dropped, kLines / 2);
}

TEST(LogWriter, OutlivesItsReader) {
    Pipe pipe;
    pipe.close_reader();
    LogWriter writer({LogForm::Json, pipe.writer()});
    writer.put(numbered(1));
    while (writer.dropped() == 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(writer.written(), 0U);
}

TEST(LogWriter, WritesNothingWhereItIsOff) {
    Pipe pipe;
    LogWriter writer({LogForm::Off, pipe.writer()});
    writer.put(numbered(1));
    EXPECT_EQ(writer.written() + writer.dropped(), 0U);
}

}  // namespace
}  // namespace taizhang::api
