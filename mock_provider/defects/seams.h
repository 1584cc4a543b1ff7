// Where a defect takes hold of the mock: how operations talk to their sinks, and what a client is handed. Everything
// between the two keeps the contract and never knows.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/engine/delivery_policy.h"

namespace wbemcheck::mock {

struct Seams {
    std::shared_ptr<const DeliveryPolicy> delivery;  // null: DirectDelivery
    // Applied to every services pointer that leaves the mock; returns the pointer to hand out. Empty: as it is.
    std::function<com::com_ptr<IWbemServices>(com::com_ptr<IWbemServices>)> wrap_services;
    // The same for every unsecured apartment.
    std::function<com::com_ptr<IUnsecuredApartment>(com::com_ptr<IUnsecuredApartment>)> wrap_apartment;
    // Applied to every event provider that is registered; returns the one that the mock calls.
    std::function<com::com_ptr<IUnknown>(com::com_ptr<IUnknown>)> wrap_event_provider;
};

// The seams with these defects in them. Throws std::invalid_argument for an unknown id.
[[nodiscard]] Seams make_seams(const std::vector<std::string>& defects);

}  // namespace wbemcheck::mock
