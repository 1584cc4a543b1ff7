#include "mock_provider/model/name.h"

#include <algorithm>
#include <cstdint>

namespace wbemcheck::mock {

namespace {

constexpr char fold(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool starts_identifier(char c) noexcept {
    return (fold(c) >= 'a' && fold(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool equal_names(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() && compare_names(left, right) == 0;
}

int compare_names(std::string_view left, std::string_view right) noexcept {
    const std::size_t common = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto a = static_cast<unsigned char>(fold(left[i]));
        const auto b = static_cast<unsigned char>(fold(right[i]));
        if (a != b) {
            return a < b ? -1 : 1;
        }
    }
    if (left.size() == right.size()) {
        return 0;
    }
    return left.size() < right.size() ? -1 : 1;
}

std::string fold_name(std::string_view name) {
    std::string folded(name);
    std::ranges::transform(folded, folded.begin(), fold);
    return folded;
}

bool is_identifier(std::string_view name) noexcept {
    return !name.empty() && starts_identifier(name.front()) &&
           std::ranges::all_of(name, [](char c) { return starts_identifier(c) || (c >= '0' && c <= '9'); });
}

bool is_system_name(std::string_view name) noexcept { return name.starts_with("__"); }

std::size_t NameHash::operator()(std::string_view name) const noexcept {
    // FNV-1a over the folded bytes.
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(fold(c));
        hash *= 0x100000001b3U;
    }
    return static_cast<std::size_t>(hash);
}

}  // namespace wbemcheck::mock
