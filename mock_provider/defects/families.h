// The defects by family. A family is one file, with what its defects do, what is said about them, and which clauses they
// break, side by side.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "mock_provider/defects/catalogue.h"
#include "mock_provider/defects/seams.h"

namespace wbemcheck::mock {

struct DefectEntry {
    Defect defect;                 // the clause that it is about stands first
    void (*put_in)(Seams& seams);  // into the seams, in front of what is there
};

[[nodiscard]] std::span<const DefectEntry> reference_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> rare_reference_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> status_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> rare_status_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> cancel_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> rare_cancel_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> order_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> rare_order_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> immediate_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> indicate_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> rare_indicate_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> event_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> argument_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> late_argument_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> semisynchronous_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> request_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> liveness_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> sharing_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> method_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> security_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> com_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> thread_defects() noexcept;
[[nodiscard]] std::span<const DefectEntry> race_defects() noexcept;

// By its id; null when there is none.
[[nodiscard]] const DefectEntry* find_entry(std::string_view id) noexcept;

// A clause id as a template argument.
template <std::size_t Size>
struct ClauseText {
    char text[Size]{};

    consteval ClauseText(const char (&literal)[Size]) { std::copy_n(literal, Size, text); }
};

// clauses<"REF-1", "REF-6">: a list that lives as long as the program.
template <ClauseText... Ids>
inline constexpr std::array<std::string_view, sizeof...(Ids)> clauses = {
    std::string_view(Ids.text, sizeof(Ids.text) - 1)...};

}  // namespace wbemcheck::mock
