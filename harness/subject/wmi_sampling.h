// What a namespace of WMI answers to the plain synchronous calls: the ground on which names for the scenarios
// are chosen.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::subject {

using Deadline = std::chrono::steady_clock::time_point;

// The result of a query.
struct Sample {
    HRESULT result = S_OK;
    bool is_whole = false;           // everything was read: neither the deadline nor the limit came first
    std::vector<std::string> texts;  // of all objects, sorted: equal for equal results whatever their order
    com::com_ptr<IWbemClassObject> first;
};

struct OwnClass {
    std::string name;
    bool can_have_objects = false;  // neither abstract nor an association
};

// Asks one namespace. Not thread-safe. No call waits beyond the deadline for objects; the calls that the
// interface gives no time limit to (GetObject, ExecMethod) are made only before it.
class Sampler {
public:
    Sampler(com::com_ptr<IWbemServices> services, Deadline deadline)
        : services_(std::move(services)), deadline_(deadline) {}

    [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() >= deadline_; }

    // Reads at most `limit` objects.
    [[nodiscard]] Sample query(const std::string& wql, std::size_t limit) const;
    // How many classes lie below a class, at any depth; nothing when they cannot be enumerated.
    [[nodiscard]] std::optional<std::size_t> count_subclasses(const std::string& superclass) const;
    // The classes of the namespace itself, without the system's. At most `limit`; empty when they cannot be enumerated.
    [[nodiscard]] std::vector<OwnClass> own_classes(std::size_t limit) const;
    // Of a class or an instance; null when it cannot be had.
    [[nodiscard]] com::com_ptr<IWbemClassObject> get_object(const std::string& path) const;
    [[nodiscard]] bool method_succeeds(const std::string& path, const std::string& method) const;

private:
    [[nodiscard]] Sample read_all(IEnumWbemClassObject& objects, std::size_t limit) const;
    [[nodiscard]] LONG remaining_ms() const;

    const com::com_ptr<IWbemServices> services_;
    const Deadline deadline_;
};

// "" when the object has no such property or its value is no text.
[[nodiscard]] std::string text_property(IWbemClassObject& object, const char* name);

// A property of its own, not of the system, whose type is string; "" when there is none.
[[nodiscard]] std::string any_string_property(IWbemClassObject& object);

}  // namespace wbemcheck::subject
