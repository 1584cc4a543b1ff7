// Finds names for the scenarios in a namespace of which nothing is known beforehand: on Windows, on Wine and
// on anything else that answers the synchronous calls. Portable, so that it is tested against the mock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "harness/subject/subject.h"

namespace wbemcheck::subject {

struct ManyCandidate {
    std::string class_name;
    std::size_t fewest;  // instances that it must have to be taken
};

// What to look for, in order of preference: the first that fits is taken, so that the choice does not depend
// on the load of the machine.
struct DiscoveryRequest {
    std::string many_query;           // given by a person: taken as it is
    std::vector<ManyCandidate> many;  // classes
    std::vector<std::string> one;     // classes
    std::vector<std::string> none;    // classes
    std::vector<std::string> superclasses;
    std::string method_path;          // of an object whose method does no harm
    std::string method_with_outputs;  // takes no inputs
    std::string event_query;
    // Look at the namespace's own classes behind these. Not for the system's WMI: there a class may be slow or unsafe to
    // enumerate whole.
    bool explores_classes = false;
    std::chrono::milliseconds budget{10'000};
};

// What is worth looking for in a namespace of WMI. `process_id` is this process's.
[[nodiscard]] DiscoveryRequest wmi_candidates(const std::string& name_space, std::int64_t process_id);

// Never throws for what the namespace answers: what is not found stays empty. Objects that differ between two
// calls are avoided where there is a choice.
[[nodiscard]] Vocabulary discover_vocabulary(com::com_ptr<IWbemServices> services,
                                             const DiscoveryRequest& request);

// The answer of the namespace to a query: S_OK when it delivers an object or none.
[[nodiscard]] HRESULT try_query(com::com_ptr<IWbemServices> services, const std::string& wql,
                                std::chrono::milliseconds budget);

}  // namespace wbemcheck::subject
