// SPDX-License-Identifier: Apache-2.0
// The names that the files of this folder use of Boost.Asio. Only they include this.
//
// GCC 12 makes wrong code of co_await inside &&, ?: and conditions (its bug 99576 and kin), and
// destroys some temporaries of its expression twice, so each stands in a statement of its own and
// is given names rather than temporaries.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace taizhang::http {

namespace asio = boost::asio;
using asio::awaitable;
using Clock = std::chrono::steady_clock;
using SystemError = boost::system::error_code;

inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

}  // namespace taizhang::http
