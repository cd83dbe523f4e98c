// SPDX-License-Identifier: Apache-2.0
#include "service/doctor/doctor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/limits.hpp"

namespace taizhang::service {
namespace {

namespace fs = std::filesystem;

Health of(const Findings& findings, const std::string& name) {
    for (const auto& one : findings) {
        if (one.name == name) {
            return one.health;
        }
    }
    ADD_FAILURE() << "nothing is said of " << name;
    return Health::Good;
}

TEST(Doctor, SaysWhoElseMayRead) {
    const auto folder = fs::temp_directory_path() / ("tz-doctor-" + std::to_string(getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder / "tls");
    std::ofstream(folder / "taizhang.db") << "x";
    std::ofstream(folder / "tls/ca.key") << "x";
    const auto set = [&](const char* name, unsigned mode) {
        fs::permissions(folder / name, static_cast<fs::perms>(mode));
    };
    set("", 0700);
    set("taizhang.db", 0644);
    set("tls/ca.key", 0600);
    EXPECT_EQ(of(examine_folder(folder), "permissions"), Health::Good);
    set("", 0755);
    EXPECT_EQ(of(examine_folder(folder), "permissions"), Health::Notice);
    set("taizhang.db", 0640);
    EXPECT_EQ(of(examine_folder(folder), "permissions"), Health::Good);
    set("tls/ca.key", 0640);
    EXPECT_EQ(of(examine_folder(folder), "permissions"), Health::Wrong);
    of(examine_folder(folder), "disk_space");
    fs::remove_all(folder);
}

TEST(Doctor, SaysWhenTheCertificateEnds) {
    const Date today = Date::from_civil(2027, 3, 1);
    EXPECT_TRUE(examine_certificate(std::nullopt, today).empty());
    const auto in = [&](int days) {
        return of(examine_certificate(today.plus_days(days), today), "certificate");
    };
    EXPECT_EQ(in(-1), Health::Wrong);
    EXPECT_EQ(in(0), Health::Notice);
    EXPECT_EQ(in(static_cast<int>(limits::kDoctorCertificateDaysMin) - 1), Health::Notice);
    EXPECT_EQ(in(static_cast<int>(limits::kDoctorCertificateDaysMin)), Health::Good);
}

}  // namespace
}  // namespace taizhang::service
