// How JSON documents of this project look on disk: what fits on a line stands on one line, everything larger
// is broken up. So they can be read, compared line by line and searched, and still stay small.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wbemcheck::reports {

// A list with what `convert` makes of each item.
template <class Item, class Convert>
[[nodiscard]] nlohmann::ordered_json list_of(const std::vector<Item>& items, Convert convert) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Item& item : items) list.push_back(convert(item));
    return list;
}

// The document as text, with a line end after it. Invalid UTF-8 in strings and keys is replaced by U+FFFD.
[[nodiscard]] std::string lay_out_json(const nlohmann::ordered_json& document);

}  // namespace wbemcheck::reports
