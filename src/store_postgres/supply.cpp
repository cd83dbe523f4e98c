// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/supply.hpp"

#include <algorithm>

#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr std::int64_t kEpochMilliseconds = 1'577'836'800'000;  // 2020-01-01 UTC, as in IdSource
constexpr int kCountBits = 20;
// How old an id may be when it is given out.
constexpr std::chrono::milliseconds kIdsKept{50};
constexpr int kReconnectsMax = 2;
constexpr int kPartLock = 0x7a7a;  // class of the advisory locks

}  // namespace

Connection& SideChannel::connection() {
    if (!connection_ || connection_->broken()) {
        connection_ = std::make_unique<Connection>(url_);
        connection_->command("SET synchronous_commit = off");
        part_ = limits::kPostgresRollupParts - 1;
        for (int part = 0; part < limits::kPostgresRollupParts - 1; ++part) {
            const Rows rows = connection_->query("SELECT pg_try_advisory_lock($1, $2)",
                                                 Parameters().add(kPartLock).add(part));
            if (rows[0].truth(0)) {
                part_ = part;
                break;
            }
        }
    }
    return *connection_;
}

int SideChannel::rollup_part() {
    connection();
    return part_;
}

Rows SideChannel::query(const std::string& sql, const Parameters& parameters) {
    return run([&](Connection& connection) { return connection.query(sql, parameters); });
}

Rows SideChannel::command(const std::string& sql) {
    return run([&](Connection& connection) { return connection.command(sql); });
}

Rows SideChannel::run(const std::function<Rows(Connection&)>& work) {
    for (int tries = 0;; ++tries) {
        try {
            return work(connection());
        } catch (const DatabaseError& error) {
            if (!error.lost() || tries == kReconnectsMax) {
                throw;
            }
            connection_.reset();
        }
    }
}

std::int64_t IdSupply::next(OfficeId office, Instant now) {
    const auto moment = std::chrono::steady_clock::now();
    const bool stale = moment - taken_ > kIdsKept;
    if (next_ == end_ || stale) {
        count_ = stale ? limits::kPostgresIdsTakenFirst
                       : std::min(count_ * 2, limits::kPostgresIdsTakenMax);
        const std::int64_t from_clock = (now.milliseconds - kEpochMilliseconds) << kCountBits;
        const Rows rows = side_.query(
            "INSERT INTO id_head (office_id, last_id) VALUES ($1, $2::bigint + $3::bigint) "
            "ON CONFLICT (office_id) DO UPDATE SET last_id = "
            "greatest(id_head.last_id + $3::bigint, excluded.last_id) RETURNING last_id",
            Parameters(office, from_clock, count_));
        end_ = rows[0].integer(0) + 1;
        next_ = end_ - count_;
        taken_ = moment;
    }
    return next_++;
}

std::int64_t NumberSupply::next(OfficeId office, const std::string& name, bool many) {
    auto& series = series_[name];
    if (series.free.empty()) {
        series.taken =
            many ? std::clamp<std::int64_t>(series.taken * 2, 1, limits::kPostgresNumbersTakenMax)
                 : 1;
        const Rows rows = side_.query(
            "INSERT INTO counter (office_id, name, last) VALUES ($1, $2, $3) "
            "ON CONFLICT (office_id, name) DO UPDATE SET last = counter.last + excluded.last "
            "RETURNING last",
            Parameters(office, name, series.taken));
        const std::int64_t last = rows[0].integer(0);
        for (std::int64_t number = last - series.taken + 1; number <= last; ++number) {
            series.free.push_back(number);
        }
    }
    const std::int64_t number = series.free.front();
    series.free.pop_front();
    drawn_.emplace_back(name, number);
    return number;
}

void NumberSupply::give_back(Drawn& drawn) {
    for (const auto& [name, number] : drawn) {
        auto& free = series_[name].free;
        free.insert(std::lower_bound(free.begin(), free.end(), number), number);
    }
    drawn.clear();
}

void NumberSupply::keep_job() {
    kept_.insert(kept_.end(), drawn_.begin(), drawn_.end());
    drawn_.clear();
}

void NumberSupply::undo() {
    give_back(drawn_);
    give_back(kept_);
}

void NumberSupply::forget() {
    series_.clear();
    drawn_.clear();
    kept_.clear();
}

void NumberSupply::release(OfficeId office) {
    for (auto& [name, series] : series_) {
        series.taken = 0;
        if (series.free.empty()) {
            continue;
        }
        std::size_t count = 1;  // of the end that has no gap
        while (count < series.free.size() && series.free[series.free.size() - count - 1] + 1 ==
                                                 series.free[series.free.size() - count]) {
            ++count;
        }
        const std::int64_t last = series.free.back();
        const Rows rows = side_.query(
            "UPDATE counter SET last = last - $4::bigint WHERE office_id = $1 AND name = $2 "
            "AND last = $3",
            Parameters(office, name, last, static_cast<std::int64_t>(count)));
        if (rows.affected() == 1) {
            series.free.resize(series.free.size() - count);
        }
    }
}

SeqBlock take_seqs(SideChannel& side, OfficeId office, std::int64_t count) {
    const Rows rows = side.command(fmt::format(
        "INSERT INTO audit_head (office_id, last_seq) VALUES ({0}, {1}) ON CONFLICT (office_id) "
        "DO UPDATE SET last_seq = audit_head.last_seq + excluded.last_seq; "
        "INSERT INTO audit_block (office_id, first_seq, last_seq) "
        "SELECT office_id, last_seq - {1} + 1, last_seq FROM audit_head WHERE office_id = {0} "
        "RETURNING last_seq",
        office.value, count));
    const std::int64_t last = std::stoll(rows[0].text(0));
    return {last - count + 1, last};
}

}  // namespace taizhang::store_postgres
