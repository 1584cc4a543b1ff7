#include "mock_provider/mof/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "harness/com/characters.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/syntax/place.h"

namespace wbemcheck::mock::mof {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kLittleEndianMark = "\xFF\xFE";
constexpr std::string_view kBigEndianMark = "\xFE\xFF";

enum class ByteOrder { kLittle, kBig };

// A text that was decoded up to its first error.
struct Decoding {
    std::string text;
    std::string error;  // "" when all of it was good
};

Decoding decode_utf8(std::string_view bytes) {
    const std::size_t good = com::well_formed_prefix(bytes);
    Decoding decoding{std::string(bytes.substr(0, good)), {}};
    if (good != bytes.size()) {
        decoding.error = fmt::format("expected text in UTF-8, found the byte 0x{:02X}",
                                     static_cast<unsigned>(static_cast<unsigned char>(bytes[good])));
    }
    return decoding;
}

Decoding decode_utf16(std::string_view bytes, ByteOrder order) {
    const auto unit_at = [&](std::size_t place) {
        const auto first = static_cast<unsigned char>(bytes[place]);
        const auto second = static_cast<unsigned char>(bytes[place + 1]);
        return order == ByteOrder::kLittle ? static_cast<char32_t>(first | (second << 8U))
                                           : static_cast<char32_t>((first << 8U) | second);
    };
    Decoding decoding;
    decoding.text.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i < bytes.size();) {
        if (bytes.size() - i < 2) {
            decoding.error = "expected text in UTF-16, found half a character at the end of the file";
            return decoding;
        }
        char32_t character = unit_at(i);
        i += 2;
        if (com::is_high_surrogate(character) && bytes.size() - i >= 2 && com::is_low_surrogate(unit_at(i))) {
            character = com::join_surrogates(character, unit_at(i));
            i += 2;
        } else if (com::is_surrogate(character)) {
            decoding.error =
                fmt::format("expected text in UTF-16, found half a surrogate pair, 0x{:04X}",
                            static_cast<std::uint32_t>(character));
            return decoding;
        }
        com::append_utf8(decoding.text, character);
    }
    return decoding;
}

Decoding decode(std::string_view bytes) {
    if (bytes.starts_with(kUtf8Mark)) {
        return decode_utf8(bytes.substr(kUtf8Mark.size()));
    }
    if (bytes.starts_with(kLittleEndianMark)) {
        return decode_utf16(bytes.substr(kLittleEndianMark.size()), ByteOrder::kLittle);
    }
    if (bytes.starts_with(kBigEndianMark)) {
        return decode_utf16(bytes.substr(kBigEndianMark.size()), ByteOrder::kBig);
    }
    return decode_utf8(bytes);
}

}  // namespace

DecodedSource decode_source(std::string name, std::string_view bytes) {
    DecodedSource decoded;
    if (bytes.size() > kMaxFileBytes) {
        decoded.error = {std::move(name), 1, 1,
                         fmt::format("expected at most {} bytes of text", kMaxFileBytes)};
        return decoded;
    }
    Decoding decoding = decode(bytes);
    Source source{std::move(name), std::move(decoding.text)};
    if (decoding.error.empty()) {
        decoded.source = std::move(source);
    } else {
        decoded.error = make_diagnostic(source, source.text.size(), std::move(decoding.error));
    }
    return decoded;
}

Diagnostic make_diagnostic(const Source& source, std::size_t offset, std::string message) {
    // What a message quotes may hold any character: those that would break its line become '?', as in WQL.
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; };
    std::replace_if(message.begin(), message.end(), is_control, '?');
    const syntax::Position position = syntax::position_at(source.text, offset);
    return {source.name, position.line, position.column, std::move(message)};
}

}  // namespace wbemcheck::mock::mof
