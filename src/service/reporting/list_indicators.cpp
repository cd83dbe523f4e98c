// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/list_indicators.hpp"

#include <fmt/format.h>

namespace taizhang::service {

using model::IndicatorDefinition;

namespace {

// Of a ratio: both of its parts.
bool reaches(const access::Grant& grant, const model::Pack& pack,
             const IndicatorDefinition& indicator) {
    if (indicator.measure != model::Measure::Ratio) {
        return grant.reaches(*pack.ledger(indicator.ledger));
    }
    return reaches(grant, pack, *pack.indicator(indicator.numerator)) &&
           reaches(grant, pack, *pack.indicator(indicator.denominator));
}

}  // namespace

Result<IndicatorList> list_indicators(const Session& session) {
    const auto grant =
        TZ_TRY(access::authorize(session.principal, access::Permission::ReadFigures));
    IndicatorList list;
    TZ_TRY(read_defined(session,
                        [&](store::ReadTx&, const DefinitionsPtr& definitions) -> Result<void> {
                            list = {definitions, {}};
                            const auto& pack = definitions->catalog.pack;
                            for (const auto& indicator : pack.indicators) {
                                if (grant.everything() || reaches(grant, pack, indicator)) {
                                    list.indicators.push_back(&indicator);
                                }
                            }
                            return {};
                        }));
    return list;
}

Result<IndicatorList> get_indicator(const Session& session, const std::string& name) {
    auto list = TZ_TRY(list_indicators(session));
    const auto* indicator = TZ_TRY(list.definitions->catalog.indicator(name));
    for (const auto* within : list.indicators) {
        if (within == indicator) {
            list.indicators = {indicator};
            return list;
        }
    }
    return fail(ErrorCode::Forbidden,
                fmt::format("数字“{}”不在你的范围内，请找管理员", indicator->title.zh),
                "indicator is outside the scope");
}

}  // namespace taizhang::service
