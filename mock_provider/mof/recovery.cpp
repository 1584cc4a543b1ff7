#include "mock_provider/mof/recovery.h"

#include <algorithm>
#include <array>

#include "mock_provider/model/name.h"

namespace wbemcheck::mock::mof {

namespace {

constexpr std::array<std::string_view, 3> kFirstWords{"class", "instance", "qualifier"};

constexpr bool is_name(char c) noexcept {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80U;
}

// Walks over tokens. It only has to know what may hide a brace or a semicolon.
class Walk {
public:
    Walk(std::string_view text, std::size_t place) noexcept : text_(text), place_(place) {}

    [[nodiscard]] std::size_t place() const noexcept { return place_; }
    [[nodiscard]] bool is_at_end() const noexcept { return place_ >= text_.size(); }
    [[nodiscard]] char front() const noexcept { return text_[place_]; }

    void next() noexcept {
        const std::string_view rest = text_.substr(place_);
        if (rest.starts_with("//")) {
            place_ += std::min(rest.find('\n'), rest.size());
        } else if (rest.starts_with("/*")) {
            const std::size_t end = has_open_comment_ ? std::string_view::npos : rest.find("*/", 2);
            has_open_comment_ = end == std::string_view::npos;
            place_ += has_open_comment_ ? 2 : end + 2;
        } else if (rest.front() == '"') {
            place_ += string_length(rest);
        } else if (is_name(rest.front())) {
            place_ += word(rest).size();
        } else {
            ++place_;
        }
    }

    // The place is the first of its line and what stands there begins a declaration.
    [[nodiscard]] bool begins_declaration() const noexcept {
        if (place_ != 0 && text_[place_ - 1] != '\n' && text_[place_ - 1] != '\r') {
            return false;
        }
        if (front() == '#') {
            return true;
        }
        const std::string_view first = word(text_.substr(place_));
        return std::ranges::any_of(kFirstWords,
                                   [first](std::string_view known) { return equal_names(first, known); });
    }

private:
    static std::string_view word(std::string_view rest) noexcept {
        return rest.substr(0,
                           static_cast<std::size_t>(std::ranges::find_if_not(rest, is_name) - rest.begin()));
    }

    // With its quotes; one that its line does not close is a stray quote, and so are all others of that line.
    std::size_t string_length(std::string_view rest) noexcept {
        if (place_ < stray_quotes_end_) {
            return 1;
        }
        std::size_t i = 1;
        for (; i < rest.size() && rest[i] != '\n'; ++i) {
            if (rest[i] == '"') {
                return i + 1;
            }
            i += rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] != '\n' ? 1 : 0;
        }
        stray_quotes_end_ = place_ + i;
        return 1;
    }

    std::string_view text_;
    std::size_t place_;
    std::size_t stray_quotes_end_ = 0;
    bool has_open_comment_ = false;  // no comment from here on has an end
};

}  // namespace

std::size_t find_next_declaration(std::string_view text, std::size_t start, std::size_t error) noexcept {
    std::size_t depth = 0;
    for (Walk walk(text, start); !walk.is_at_end();) {
        const std::size_t place = walk.place();
        const char c = walk.front();
        if (place > start && place > error && walk.begins_declaration()) {
            return place;
        }
        walk.next();
        if (c == '{') {
            ++depth;
        } else if (c == '}') {
            depth -= depth > 0 ? 1 : 0;
        } else if (c == ';' && depth == 0 && place >= error) {
            return walk.place();
        }
    }
    return text.size();
}

}  // namespace wbemcheck::mock::mof
