// SPDX-License-Identifier: Apache-2.0
// Finds a function of a shared library when it is first called; see cmake/OnDemand.cmake.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>

// Called by the stubs. The library stays open: what it made may live as long as the program.
// Without it the program ends, with the code of the loader, which would not even have started it:
// whoever calls a C library, destructors among them, does not expect an exception.
extern "C" void* tz_on_demand_symbol(const char* library, const char* name) {
    void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void* symbol = handle == nullptr ? nullptr : dlsym(handle, name);
    if (symbol == nullptr) {
        constexpr int kLoaderFailed = 127;
        const char* why = dlerror();
        std::fprintf(stderr, "缺少程序要用的共享库 %s，请安装它（%s）\n", library,
                     why == nullptr ? name : why);
        std::fflush(stderr);
        _exit(kLoaderFailed);
    }
    return symbol;
}
