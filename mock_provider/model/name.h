// Names of classes, properties, methods, qualifiers and namespaces: compared without regard to ASCII case,
// kept as they were written.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace wbemcheck::mock {

[[nodiscard]] bool equal_names(std::string_view left, std::string_view right) noexcept;

// -1, 0 or 1: the order of the folded names.
[[nodiscard]] int compare_names(std::string_view left, std::string_view right) noexcept;

// The form that two equal names share.
[[nodiscard]] std::string fold_name(std::string_view name);

// Letters, digits and underscores (and everything beyond ASCII), not starting with a digit, not empty.
[[nodiscard]] bool is_identifier(std::string_view name) noexcept;

// System names start with two underscores: `__CLASS`, `__NAMESPACE`.
[[nodiscard]] bool is_system_name(std::string_view name) noexcept;

// For containers with heterogeneous look-up.
struct NameHash {
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view name) const noexcept;
};

struct NameEqual {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const noexcept {
        return equal_names(left, right);
    }
};

struct NameLess {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const noexcept {
        return compare_names(left, right) < 0;
    }
};

}  // namespace wbemcheck::mock
