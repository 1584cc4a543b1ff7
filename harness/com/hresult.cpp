#include "harness/com/hresult.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>

namespace wbemcheck::com {

namespace {

struct Entry {
    std::uint32_t value;
    std::uint32_t rank;  // position in the list: of the names of one value, the first is shown
    std::string_view name;
};

// The order of the four passes decides which of several names is shown.
constexpr Entry kListed[] = {
#define WBEMCHECK_WBEM_RESULT(name, value) {value##U, 0, #name},
#include "harness/com/portable/wbem_constants.inc"
#define WBEMCHECK_COM_RESULT(name, value) {value##U, 0, #name},
#include "harness/com/portable/com_results.inc"
#define WBEMCHECK_WIN32_RESULT(name, value) {value##U, 0, #name},
#include "harness/com/portable/com_results.inc"
#define WBEMCHECK_WBEM_EXTRA_RESULT(name, value) {value##U, 0, #name},
#include "harness/com/portable/wbem_constants.inc"
};

constexpr auto sorted_entries() {
    std::array<Entry, std::size(kListed)> entries{};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i] = kListed[i];
        entries[i].rank = static_cast<std::uint32_t>(i);
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
        return left.value != right.value ? left.value < right.value : left.rank < right.rank;
    });
    return entries;
}

constexpr auto kEntries = sorted_entries();

}  // namespace

std::string_view hresult_name(HRESULT result) noexcept {
    const auto value = static_cast<std::uint32_t>(result);
    const auto found =
        std::lower_bound(kEntries.begin(), kEntries.end(), value,
                         [](const Entry& entry, std::uint32_t wanted) { return entry.value < wanted; });
    return found != kEntries.end() && found->value == value ? found->name : std::string_view();
}

std::string describe_hresult(HRESULT result) {
    const std::string_view name = hresult_name(result);
    const auto value = static_cast<std::uint32_t>(result);
    return name.empty() ? fmt::format("0x{:08X}", value) : fmt::format("{} (0x{:08X})", name, value);
}

std::optional<HRESULT> find_hresult(std::string_view name) noexcept {
    for (const Entry& entry : kEntries) {
        if (entry.name == name) {
            return static_cast<HRESULT>(entry.value);
        }
    }
    return std::nullopt;
}

const char* HresultError::what() const noexcept {
    // The names come from string literals, so they end in a zero.
    const std::string_view name = hresult_name(result_);
    return name.empty() ? "a COM call failed" : name.data();
}

HRESULT throw_if_failed(HRESULT result) {
    if (FAILED(result)) {
        throw HresultError(result);
    }
    return result;
}

HRESULT current_exception_to_hresult() noexcept {
    try {
        throw;
    } catch (const HresultError& error) {
        return error.result();
    } catch (const std::bad_alloc&) {
        return WBEM_E_OUT_OF_MEMORY;
    } catch (...) {
        return WBEM_E_FAILED;
    }
}

}  // namespace wbemcheck::com
