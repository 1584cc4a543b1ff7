#include "harness/com/guid.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace wbemcheck::com {

namespace {

std::optional<std::uint32_t> hex_digit(char digit) noexcept {
    if (digit >= '0' && digit <= '9') return static_cast<std::uint32_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<std::uint32_t>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<std::uint32_t>(digit - 'A' + 10);
    return std::nullopt;
}

// Reads `digits` hex digits at `position` and moves behind them. The caller has checked the length of the
// text.
std::optional<std::uint32_t> read_hex(std::string_view text, std::size_t& position, int digits) noexcept {
    std::uint32_t value = 0;
    for (; digits > 0; --digits) {
        const std::optional<std::uint32_t> digit = hex_digit(text[position++]);
        if (!digit) {
            return std::nullopt;
        }
        value = value << 4 | *digit;
    }
    return value;
}

constexpr std::size_t kTextLength = 38;

}  // namespace

std::string format_guid(const GUID& guid) {
    return fmt::format("{{{:08X}-{:04X}-{:04X}-{:02X}{:02X}-{:02X}{:02X}{:02X}{:02X}{:02X}{:02X}}}",
                       static_cast<std::uint32_t>(guid.Data1), guid.Data2, guid.Data3, guid.Data4[0],
                       guid.Data4[1], guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5],
                       guid.Data4[6], guid.Data4[7]);
}

std::optional<GUID> parse_guid(std::string_view text) noexcept {
    if (text.size() != kTextLength || text.front() != '{' || text.back() != '}' || text[9] != '-' ||
        text[14] != '-' || text[19] != '-' || text[24] != '-') {
        return std::nullopt;
    }
    std::size_t position = 1;
    const auto data1 = read_hex(text, position, 8);
    ++position;
    const auto data2 = read_hex(text, position, 4);
    ++position;
    const auto data3 = read_hex(text, position, 4);
    if (!data1 || !data2 || !data3) {
        return std::nullopt;
    }
    GUID guid{};
    guid.Data1 = *data1;
    guid.Data2 = static_cast<std::uint16_t>(*data2);
    guid.Data3 = static_cast<std::uint16_t>(*data3);
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == 0 || i == 2) {
            ++position;
        }
        const auto byte = read_hex(text, position, 2);
        if (!byte) {
            return std::nullopt;
        }
        guid.Data4[i] = static_cast<std::uint8_t>(*byte);
    }
    return guid;
}

}  // namespace wbemcheck::com
