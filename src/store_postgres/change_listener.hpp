// SPDX-License-Identifier: Apache-2.0
// Hears of seals, whichever process made them, on a connection and a thread of its own.
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace taizhang::store_postgres {

class ChangeListener {
  public:
    // `wake` is called on the listener's thread, also each time that it has begun to listen: what
    // was said before, nobody heard.
    ChangeListener(std::string url, std::function<void()> wake);
    ~ChangeListener();
    ChangeListener(const ChangeListener&) = delete;
    ChangeListener& operator=(const ChangeListener&) = delete;

  private:
    enum class Woken { Notified, Stopped, TimeIsUp };

    void run();
    void listen();
    Woken wait_for(int socket, int milliseconds_max) const;

    std::string url_;
    std::function<void()> wake_;
    int stop_ = -1;  // becomes readable when it is time to go
    std::thread thread_;
};

}  // namespace taizhang::store_postgres
