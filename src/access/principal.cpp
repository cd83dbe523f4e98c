// SPDX-License-Identifier: Apache-2.0
#include "access/principal.hpp"

namespace taizhang::access {

Principal local_operator(const std::string& login_name) {
    Holding all;
    all.role = "operator";
    all.title = "本机";
    all.permissions = {model::all_permissions().begin(), model::all_permissions().end()};
    all.rows.all = true;
    all.totals.all = true;
    for (std::size_t kind = 1; kind < model::sensitivity_names().size(); ++kind) {
        all.sees.insert(static_cast<model::Sensitivity>(kind));
    }
    all.place.every_area = true;
    return Principal{"cli:" + login_name, {std::make_shared<const Holding>(std::move(all))}};
}

}  // namespace taizhang::access
