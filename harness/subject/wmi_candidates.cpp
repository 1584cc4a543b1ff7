// The classes of WMI that are worth asking for.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "harness/subject/wmi_discovery.h"

namespace wbemcheck::subject {
namespace {

bool is_cimv2(const std::string& name_space) {
    std::string lower = name_space;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char character) { return static_cast<char>(std::tolower(character)); });
    return lower.ends_with("cimv2");
}

}  // namespace

DiscoveryRequest wmi_candidates(const std::string& name_space, std::int64_t process_id) {
    DiscoveryRequest request;
    // Data that stand still come first, then those that are cheap. Windows batches its objects, so that many
    // means dozens there; Wine has few and delivers them one by one. Classes that are unsafe or slow to
    // enumerate whole, such as CIM_DataFile and Win32_Directory, are left out.
    request.many = {
        {"Win32_SystemDriver", 50}, {"Win32_Environment", 20}, {"Win32_PnPEntity", 3}, {"Win32_Service", 3},
        {"Win32_Process", 3},       {"__Win32Provider", 3},    {"__Provider", 3},      {"__NAMESPACE", 3},
    };
    request.one = {
        "Win32_BIOS",       "Win32_BaseBoard", "Win32_ComputerSystemProduct", "Win32_OperatingSystem",
        "__SystemSecurity", "__NAMESPACE"};
    request.none = {"Win32_TapeDrive",      "Win32_FloppyDrive",          "Win32_PCMCIAController",
                    "Win32_InfraredDevice", "__IntervalTimerInstruction", "__AbsoluteTimerInstruction",
                    "__EventFilter"};
    request.superclasses = {"__ClassOperationEvent", "__InstanceOperationEvent",
                            "__TimerInstruction",    "__Provider",
                            "__EventFilter",         "__NAMESPACE",
                            "CIM_LogicalDisk",       "CIM_OperatingSystem",
                            "CIM_BIOSElement"};
    request.method_path = fmt::format("Win32_Process.Handle=\"{}\"", process_id);
    request.method_with_outputs = "GetOwner";
    // The second one is raised by WMI itself in every namespace. WITHIN, because a service may poll for it (ARG-8).
    request.event_query =
        is_cimv2(name_space) ? "SELECT * FROM Win32_DeviceChangeEvent" : "SELECT * FROM __ClassCreationEvent WITHIN 1";
    return request;
}

}  // namespace wbemcheck::subject
