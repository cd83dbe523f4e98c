// SPDX-License-Identifier: Apache-2.0
// What a saved view is made of, and how it reads to somebody.
#pragma once

#include <string>
#include <vector>

#include "service/records/record_list.hpp"

namespace taizhang::service {

// As a list is asked for; empty parts ask for nothing.
struct ViewContent {
    std::vector<std::string> filters;
    std::string sort;
    std::vector<std::string> columns;  // names of fields; empty: all
    std::string words;
    std::string area;
    std::string period;
    bool bin = false;  // what lies in the recycle bin

    bool operator==(const ViewContent&) const = default;
};

std::string view_body(const ViewContent& content);
// Corrupt where view_body() has not written it.
Result<ViewContent> read_view_body(const std::string& body);

// What of it the one that `page` is for cannot ask: place.column names the part (filters, sort …),
// and no error quotes a value.
std::vector<Error> view_errors(store::ReadTx& tx, const access::Principal& who,
                               const RecordPage& page, const ViewContent& content);

// Without the filters that he cannot ask: their values may be of fields that are not there for him.
ViewContent without_hidden(store::ReadTx& tx, const access::Principal& who, const RecordPage& page,
                           ViewContent content);

// The view's parts where the request names none; filters are joined.
Result<ListRequest> with_view(ListRequest request, const ViewContent& content);

}  // namespace taizhang::service
