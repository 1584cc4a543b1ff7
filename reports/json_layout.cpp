#include "reports/json_layout.h"

#include <cstddef>

namespace wbemcheck::reports {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLineWidth = 110;
constexpr std::size_t kIndent = 2;

std::string leaf_text(const ordered_json& leaf) {
    return leaf.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// Appends the value on one line and says whether it ended before column `limit` of the text; gives up as soon
// as it does not, so that large values cost no more than small ones.
bool append_on_one_line(const ordered_json& value, std::size_t limit, std::string& out) {
    if (!value.is_structured()) {
        if (value.is_string() && out.size() + value.get_ref<const std::string&>().size() > limit)
            return false;
        out += leaf_text(value);
        return out.size() <= limit;
    }
    const bool is_object = value.is_object();
    out += is_object ? '{' : '[';
    bool is_first = true;
    for (const auto& item : value.items()) {
        if (!is_first) out += ", ";
        is_first = false;
        if (is_object) out += leaf_text(item.key()) + ": ";
        if (!append_on_one_line(item.value(), limit, out)) return false;
    }
    out += is_object ? '}' : ']';
    return out.size() <= limit;
}

void append(const ordered_json& value, std::size_t indent, std::size_t column, std::string& out) {
    if (!value.is_structured()) {
        out += leaf_text(value);
        return;
    }
    const std::size_t begin = out.size();
    const bool is_root = indent == 0;
    if (!is_root && append_on_one_line(value, begin + kLineWidth - column, out)) return;
    out.resize(begin);

    const bool is_object = value.is_object();
    out += is_object ? '{' : '[';
    bool is_first = true;
    for (const auto& item : value.items()) {
        out += is_first ? "\n" : ",\n";
        is_first = false;
        const std::size_t line_begin = out.size();
        out.append(indent + kIndent, ' ');
        if (is_object) out += leaf_text(item.key()) + ": ";
        append(item.value(), indent + kIndent, out.size() - line_begin, out);
    }
    if (!is_first) {
        out += '\n';
        out.append(indent, ' ');
    }
    out += is_object ? '}' : ']';
}

}  // namespace

std::string lay_out_json(const ordered_json& document) {
    std::string out;
    append(document, 0, 0, out);
    out += '\n';
    return out;
}

}  // namespace wbemcheck::reports
