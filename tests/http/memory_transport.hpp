// SPDX-License-Identifier: Apache-2.0
// A connection's other end in memory: what the client sends comes in pieces of a given size, then
// its end; what the server says is kept. Nothing ever waits.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "http/transport.hpp"

namespace taizhang::tests {

class MemoryTransport : public http::Transport {
  public:
    MemoryTransport(std::string_view sent, std::size_t piece, std::string& said)
        : sent_(sent), piece_(piece), said_(said) {}

    http::awaitable<http::SystemError> open() override { co_return http::SystemError(); }
    http::awaitable<http::Transfer> read_some(boost::asio::mutable_buffer into) override {
        const std::size_t bytes = std::min({into.size(), sent_.size(), piece_});
        if (bytes == 0) {
            co_return http::Transfer{boost::asio::error::eof, 0};
        }
        std::memcpy(into.data(), sent_.data(), bytes);
        sent_.remove_prefix(bytes);
        co_return http::Transfer{{}, bytes};
    }
    std::size_t write_now(const http::Pieces& pieces) override {
        std::size_t bytes = 0;
        for (const auto& piece : pieces) {
            said_.append(static_cast<const char*>(piece.data()), piece.size());
            bytes += piece.size();
        }
        return bytes;
    }
    http::awaitable<http::SystemError> write(http::Pieces pieces) override {
        write_now(pieces);
        co_return http::SystemError();
    }
    http::awaitable<void> finish() override { co_return; }
    bool has_input() override { return !sent_.empty(); }
    void cancel() override {}

  private:
    std::string_view sent_;
    std::size_t piece_;
    std::string& said_;
};

}  // namespace taizhang::tests
