// SPDX-License-Identifier: Apache-2.0
// The command line: commands over the same services that the API uses.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "service/backup/backup.hpp"
#include "service/jobs/limits.hpp"
#include "service/session.hpp"

namespace taizhang::cli {

struct NamedFile {
    std::string name;
    std::string_view content;
};

// Of the server's certificate and the authority that gave it.
struct CertificateReport {
    std::vector<std::string> hosts;
    std::string valid_until;
    std::string authority_file;
    std::string authority_fingerprint;
};

struct KeyReport {
    std::string file;
    std::string key;  // its name
};

struct ServeLimits {
    std::size_t connections_max = limits::kHttpConnectionsMax;
    std::size_t connections_per_address_max = limits::kHttpConnectionsPerAddressMax;
    double requests_per_second = 0;  // of one address; 0: as many as it likes
    double requests_burst = 100;
    std::size_t read_threads = 0;  // 0: as many as cores
    std::size_t write_threads = limits::kApiWriteThreads;
    std::size_t long_threads = limits::kApiLongThreads;
    std::size_t job_threads = limits::kJobThreads;
    std::size_t queue_max = limits::kApiQueueMax;  // requests waiting for a thread
    std::int64_t stop_seconds_max = limits::kHttpStopMsMax / 1'000;
};

enum class ServeLog { Off, Json, Text };

// A provider of identities, to sign in by (OpenID Connect).
struct OidcSettings {
    std::string issuer;  // empty: none
    std::string client_id;
    std::string client_secret;  // empty: a public client
    std::string redirect;
    std::string authority_file;  // PEM, in place of the system's authorities; empty: those
};

struct ServeRequest {
    std::string place;        // of the store
    std::string sealing_key;  // the file of its keys; empty: where it lies by itself
    std::string jobs_folder;  // for the files of jobs; empty: beside the store
    std::string listen;       // 127.0.0.1:8080
    std::string login_name;
    std::string certificate_file;  // PEM; empty: no TLS
    std::string key_file;
    bool behind_proxy = false;  // that speaks TLS and says who asks
    ServeLog log = ServeLog::Json;
    ServeLimits limits;
    OidcSettings oidc;
    std::string attachments;  // the folder of files, for a database; empty: not said
    // The same, or that of the data folder; nullptr: none. It outlives the server.
    const service::AttachmentFiles* files = nullptr;
    // Without a token where the store has accounts.
    std::function<void(const std::string& address, const std::string& token)> started;
};

// What only the program as a whole knows. A store is where a data folder or the URL of a database
// says.
struct Environment {
    // With the file of its keys; empty: where it lies by itself.
    std::function<Result<service::StorePtr>(const std::string&, const std::string&)> open_store;
    // With the suite of its keys, unless there are some.
    std::function<Result<service::StorePtr>(const std::string&, const std::string&)> create_store;
    service::RestoreInto restore_store;
    std::function<Result<KeyReport>(const std::filesystem::path&, const std::string&)> create_key;
    // Puts the keys that a backup needs where those of the place lie; that file, or nothing where
    // they are there.
    std::function<Result<std::filesystem::path>(const std::string&, const std::string&,
                                                const std::vector<std::string>&)>
        bring_keys;
    std::function<Result<std::vector<std::string>>(const std::string&)> pending_migrations;
    std::function<Result<void>(const std::string&, const service::WorkReport&)> migrate;
    std::function<std::vector<NamedFile>()> default_pack;
    std::function<std::vector<NamedFile>()> demo_workbooks;
    // Of a data folder; no hosts: those of this machine, or none more.
    std::function<Result<CertificateReport>(const std::filesystem::path&,
                                            const std::vector<std::string>&)>
        create_certificates;
    std::function<Result<CertificateReport>(const std::filesystem::path&,
                                            const std::vector<std::string>&)>
        renew_certificate;
    // The last day of the server's certificate; nothing: there is none.
    std::function<std::optional<Date>(const std::filesystem::path&)> certificate_until;
    std::function<Result<void>(store::Store&, const ServeRequest&)> serve;
    std::function<std::string()> openapi;  // the description of what it serves, JSON
    std::string login_name;
};

// Exit codes, as the man page lists them.
enum ExitCode : int {
    kDone = 0,
    kFailed = 1,  // nothing was done; the message says why
    kWrongUsage = 2,
    kRowsRejected = 3,  // done, but some rows were left out
    kNotSound = 4,      // verify found something
};

int run(int argc, char** argv, const Environment& environment);

}  // namespace taizhang::cli
