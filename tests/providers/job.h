// Example_Job: the data of a job and the object of WMI that shows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::example {

struct Job {
    static constexpr std::string_view kClass = "Example_Job";
    static constexpr std::string_view kKey = "Id";

    std::string id;
    std::string command;
    std::uint32_t progress = 0;  // in percent

    [[nodiscard]] const std::string& key() const noexcept { return id; }
};

// The jobs that there are at first.
[[nodiscard]] std::vector<Job> fixed_jobs();

// Both throw HresultError.
[[nodiscard]] com::com_ptr<IWbemClassObject> make_instance(IWbemClassObject& job_class, const Job& job);
// WBEM_E_INVALID_CLASS for an instance of another class, WBEM_E_ILLEGAL_NULL for one without its key. What
// else is NULL is 0 or empty.
[[nodiscard]] Job read_job(IWbemClassObject& instance);

}  // namespace wbemcheck::example
