// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/connection.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr int kBinary = 1;
constexpr std::int32_t kDaysTo2000 = 10'957;  // PostgreSQL counts its days from there

bool tells_of_loss(std::string_view sqlstate) {
    // Connection exceptions; the server is being shut down, has crashed or is starting up.
    return sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02" ||
           sqlstate == "57P03";
}

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    return text;
}

// What is bound must end where C ends a text.
std::vector<const char*> pointers_to(const Parameters& parameters) {
    std::vector<const char*> pointers;
    for (const auto& value : parameters.values()) {
        if (value && value->find('\0') != std::string::npos) {
            throw DatabaseError("a text with a NUL character cannot be stored", "22021", false);
        }
        pointers.push_back(value ? value->c_str() : nullptr);
    }
    return pointers;
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) {
        number = number << 8U | static_cast<unsigned char>(byte);
    }
    return number;
}

}  // namespace

bool Row::is_null(int column) const {
    return PQgetisnull(result_, row_, column) != 0;
}

std::string_view Row::bytes(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

std::int64_t Row::integer(int column) const {
    const auto stored = bytes(column);
    const auto number = big_endian(stored);
    switch (stored.size()) {
        case sizeof(std::int16_t):
            return static_cast<std::int16_t>(number);
        case sizeof(std::int32_t):
            return static_cast<std::int32_t>(number);
        default:
            return static_cast<std::int64_t>(number);
    }
}

double Row::real(int column) const {
    return std::bit_cast<double>(big_endian(bytes(column)));
}

Date Row::date(int column) const {
    return Date{static_cast<std::int32_t>(integer(column)) + kDaysTo2000};
}

Digest Row::digest(int column) const {
    Digest digest{};
    const auto stored = bytes(column);
    if (stored.size() == digest.size()) {
        std::memcpy(digest.data(), stored.data(), digest.size());
    }
    return digest;
}

int Rows::size() const {
    return PQntuples(result_.get());
}

std::int64_t Rows::affected() const {
    return std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

void Rows::Clear::operator()(pg_result* result) const {
    PQclear(result);
}

void Connection::Finish::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

Connection::Connection(const std::string& url, const sealing::Keyring* keyring) : keys_(keyring) {
    const std::string seconds = std::to_string(limits::kPostgresConnectSecondsMax);
    const char* keys[] = {"dbname",
                          "client_encoding",
                          "fallback_application_name",
                          "connect_timeout",
                          "keepalives_idle",
                          "keepalives_interval",
                          nullptr};
    const char* values[] = {url.c_str(), "UTF8", "taizhang", seconds.c_str(), "30", "10", nullptr};
    connection_.reset(PQconnectdbParams(keys, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw DatabaseError(without_line_end(PQerrorMessage(connection_.get())), "08001", true);
    }
    // Notices tell of nothing that an answer does not.
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    command("SET lock_timeout = " + std::to_string(limits::kPostgresLockMsMax) +
            "; SET timezone = 'UTC'; SET search_path = public, pg_temp");
}

void Connection::fail_with(pg_result* result) {
    const Rows owner(result);
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string sqlstate = state == nullptr ? "08006" : state;
    const bool lost = broken() || tells_of_loss(sqlstate);
    throw DatabaseError(without_line_end(PQerrorMessage(connection_.get())), sqlstate, lost);
}

Rows Connection::checked(pg_result* result) {
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fail_with(result);
    }
    return Rows(result);
}

Rows Connection::run(const std::string& name, const Parameters& parameters) {
    const auto values = pointers_to(parameters);
    return checked(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                  values.data(), nullptr, nullptr, kBinary));
}

Rows Connection::query(const std::string& sql, const Parameters& parameters) {
    auto known = prepared_.find(sql);
    if (known == prepared_.end()) {
        const std::string name = "s" + std::to_string(prepared_.size());
        checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
        known = prepared_.emplace(sql, name).first;
    }
    return run(known->second, parameters);
}

Rows Connection::query_once(const std::string& sql, const Parameters& parameters) {
    const auto values = pointers_to(parameters);
    return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                                nullptr, values.data(), nullptr, nullptr, kBinary));
}

Rows Connection::command(const std::string& sql) {
    return checked(PQexec(connection_.get(), sql.c_str()));
}

void Connection::scan(const std::string& sql, const Parameters& parameters,
                      const RowVisitor& visit) {
    const std::string cursor = "c" + std::to_string(++cursors_);
    query_once("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + sql, parameters);
    // Few rows at first: many a reader stops early.
    bool more = true;
    for (std::size_t count = limits::kPostgresFetchRowsFirst; more;
         count = std::min(count * 2, limits::kPostgresFetchRowsMax)) {
        const Rows rows = query_once("FETCH " + std::to_string(count) + " FROM " + cursor);
        for (int row = 0; more && row < rows.size(); ++row) {
            more = visit(rows[row]);
        }
        more = more && static_cast<std::size_t>(rows.size()) == count;
    }
    command("CLOSE " + cursor);
}

void Connection::copy_in(const std::string& copy, std::string_view lines) {
    auto* begun = PQexec(connection_.get(), copy.c_str());
    if (PQresultStatus(begun) != PGRES_COPY_IN) {
        fail_with(begun);
    }
    PQclear(begun);
    // In pieces: a length is an int.
    for (std::size_t at = 0; at < lines.size(); at += limits::kPostgresCopyBytesSent) {
        const auto piece = lines.substr(at, limits::kPostgresCopyBytesSent);
        if (PQputCopyData(connection_.get(), piece.data(), static_cast<int>(piece.size())) != 1) {
            fail_with(nullptr);
        }
    }
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
        fail_with(nullptr);
    }
    auto* result = PQgetResult(connection_.get());
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        while (auto* rest = PQgetResult(connection_.get())) {
            PQclear(rest);
        }
        fail_with(result);
    }
    PQclear(result);
    while (auto* rest = PQgetResult(connection_.get())) {
        PQclear(rest);
    }
}

void Connection::copy_out(const std::string& copy,
                          const std::function<bool(std::string_view)>& visit) {
    auto* begun = PQexec(connection_.get(), copy.c_str());
    if (PQresultStatus(begun) != PGRES_COPY_OUT) {
        fail_with(begun);
    }
    PQclear(begun);
    char* line = nullptr;
    for (int size = PQgetCopyData(connection_.get(), &line, 0); size > 0;
         size = PQgetCopyData(connection_.get(), &line, 0)) {
        const std::unique_ptr<char, decltype(&PQfreemem)> owner(line, PQfreemem);
        if (!visit({line, static_cast<std::size_t>(size)})) {
            return;
        }
    }
    auto* result = PQgetResult(connection_.get());
    while (auto* rest = PQgetResult(connection_.get())) {
        PQclear(rest);
    }
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fail_with(result);
    }
    PQclear(result);
}

const sealing::Keyring& Connection::keys() const {
    assert(keys_ != nullptr);
    return *keys_;
}

bool Connection::take_notifications() {
    if (PQconsumeInput(connection_.get()) != 1) {
        fail_with(nullptr);
    }
    bool any = false;
    while (auto* notice = PQnotifies(connection_.get())) {
        PQfreemem(notice);
        any = true;
    }
    return any;
}

int Connection::socket() const {
    return PQsocket(connection_.get());
}

bool Connection::in_transaction() const {
    const auto status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::broken() const {
    return PQstatus(connection_.get()) != CONNECTION_OK;
}

void Connection::rollback_quietly() {
    if (!in_transaction()) {
        return;
    }
    try {
        command("ROLLBACK");
    } catch (const DatabaseError&) {
        // The failure that led here is the one to tell; without its connection nothing is left.
    }
}

void append_copy_line(std::string& lines, const std::vector<Parameter>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        lines += i == 0 ? "" : "\t";
        if (!values[i]) {
            lines += "\\N";
            continue;
        }
        for (const char byte : *values[i]) {
            switch (byte) {
                case '\\':
                    lines += "\\\\";
                    break;
                case '\t':
                    lines += "\\t";
                    break;
                case '\n':
                    lines += "\\n";
                    break;
                case '\r':
                    lines += "\\r";
                    break;
                default:
                    lines += byte;
            }
        }
    }
    lines += '\n';
}

}  // namespace taizhang::store_postgres
