// Example_Volume: the data of a volume and the object of WMI that shows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

struct Volume {
    static constexpr std::string_view kClass = "Example_Volume";
    static constexpr std::string_view kKey = "Name";

    std::string name;
    std::uint64_t capacity = 0;  // in bytes
    std::string label;

    [[nodiscard]] const std::string& key() const noexcept { return name; }
};

// The volumes that there are at first.
[[nodiscard]] std::vector<Volume> fixed_volumes();

// Both throw HresultError.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_instance(IWbemClassObject& volume_class,
                                                           const Volume& volume);
// WBEM_E_INVALID_CLASS for an instance of another class, WBEM_E_ILLEGAL_NULL for one without its key. What
// else is NULL is 0 or empty.
[[nodiscard]] Volume read_volume(IWbemClassObject& instance);

}  // namespace wbemcheck::example
