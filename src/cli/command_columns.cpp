// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "cli/context.hpp"
#include "service/records/column_choices.hpp"

namespace taizhang::cli {

void add_columns(Context& context) {
    struct Options {
        std::string data, ledger, forgotten;
    };
    auto options = std::make_shared<Options>();
    auto* command = context.add("columns", "导入时记住的列", [&context, options] {
        return context.with_store(
            options->data, [&](const service::Session& session) -> Result<int> {
                if (!options->forgotten.empty()) {
                    TZ_TRY(service::forget_column(session, options->ledger, options->forgotten));
                    say(fmt::format("已忘记列“{}”", options->forgotten));
                    return kDone;
                }
                for (const auto& row :
                     TZ_TRY(service::list_column_choices(session, options->ledger))) {
                    print(fmt::format("{}\t{}\t{}\t{}\n", row.ledger, row.header, row.title,
                                      row.field));
                }
                return kDone;
            });
    });
    Context::add_data(command, options->data);
    auto* ledger = command->add_option("LEDGER", options->ledger, "只看这本台账");
    command->add_option("--forget", options->forgotten, "忘记这一列；要写明台账")->needs(ledger);
}

}  // namespace taizhang::cli
