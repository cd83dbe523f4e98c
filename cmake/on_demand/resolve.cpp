// SPDX-License-Identifier: Apache-2.0
// Finds a function of a shared library when it is first called; see cmake/OnDemand.cmake.
#include <dlfcn.h>

#include <stdexcept>
#include <string>

// Called by the stubs. The library stays open: what it made may live as long as the program.
extern "C" void* tz_on_demand_symbol(const char* library, const char* name) {
    void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void* symbol = handle == nullptr ? nullptr : dlsym(handle, name);
    if (symbol == nullptr) {
        const char* why = dlerror();
        throw std::runtime_error(std::string("cannot load ") + library + ": " +
                                 (why == nullptr ? name : why));
    }
    return symbol;
}
