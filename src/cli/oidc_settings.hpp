// SPDX-License-Identifier: Apache-2.0
// The provider of identities as `serve` is told of it: by options, else by the environment, else by
// a file. The secret is never an option, which everybody on the machine could read.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/cli.hpp"

namespace taizhang::cli {

struct OidcOptions {
    std::string file;
    OidcSettings settings;  // what the options say; empty: not said
};

void add_oidc_options(CLI::App* command, OidcOptions& options);

// InvalidInput: a line of the file that says nothing known, a file that others may read, or some of
// the settings without the others.
Result<OidcSettings> read_oidc_settings(const OidcOptions& options);

}  // namespace taizhang::cli
