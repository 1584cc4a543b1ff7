#include "mock_provider/defects/catalogue.h"

#include <algorithm>
#include <array>
#include <vector>

#include "mock_provider/defects/families.h"

namespace wbemcheck::mock {

namespace {

// The one table of defects: a family that is not here does not exist.
constexpr std::array kFamilies = {
    reference_defects, rare_reference_defects, status_defects,    rare_status_defects,
    cancel_defects,    rare_cancel_defects,    order_defects,     rare_order_defects,
    immediate_defects, argument_defects,       indicate_defects,  rare_indicate_defects,
    event_defects,     liveness_defects,       sharing_defects,   method_defects,
    security_defects,  com_defects,            thread_defects,    late_argument_defects,
    semisynchronous_defects, request_defects,  race_defects,
};

}  // namespace

const DefectEntry* find_entry(std::string_view id) noexcept {
    for (const auto family : kFamilies) {
        const auto entries = family();
        const auto entry = std::ranges::find(entries, id, [](const DefectEntry& e) { return e.defect.id; });
        if (entry != entries.end()) {
            return &*entry;
        }
    }
    return nullptr;
}

std::span<const Defect> all_defects() noexcept {
    static const std::vector<Defect> defects = [] {
        std::vector<Defect> all;
        for (const auto family : kFamilies) {
            for (const DefectEntry& entry : family()) {
                all.push_back(entry.defect);
            }
        }
        return all;
    }();
    return defects;
}

const Defect* find_defect(std::string_view id) noexcept {
    const DefectEntry* const entry = find_entry(id);
    return entry == nullptr ? nullptr : &entry->defect;
}

}  // namespace wbemcheck::mock
