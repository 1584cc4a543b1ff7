#include "reports/fingerprint.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace wbemcheck::reports {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_word(char c) noexcept { return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// FNV-1a with 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/.
class Hash {
public:
    void add(char c) noexcept { value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u; }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

// A word that is a number ("12", the 3 and the 25 of "3.25") counts as a number, whatever it is. "0x80041032" and "Win32" are
// words.
void add_without_numbers(std::string_view text, Hash& hash) noexcept {
    for (std::size_t begin = 0; begin < text.size();) {
        if (!is_word(text[begin])) {
            hash.add(text[begin++]);
            continue;
        }
        std::size_t end = begin;
        bool is_number = true;
        for (; end < text.size() && is_word(text[end]); ++end) is_number = is_number && is_digit(text[end]);
        if (is_number) {
            hash.add('#');
        } else {
            for (std::size_t place = begin; place < end; ++place) hash.add(text[place]);
        }
        begin = end;
    }
    hash.add('\n');
}

}  // namespace

std::string fingerprint_of(const Finding& finding) {
    Hash hash;
    for (const char c : finding.clause) hash.add(c);
    hash.add('\n');
    add_without_numbers(finding.operation, hash);
    add_without_numbers(finding.actual, hash);
    return fmt::format("{:016x}", hash.value());
}

}  // namespace wbemcheck::reports
