// The mistakes of the module mistaken_providers: each is a provider of its own, right in everything else.
// Names of bugs are the numbers of section 6.2 of the contract: mistakes that have been seen in public code.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "harness/com/wbem.h"

namespace wbemcheck::example {

enum class ProviderKind { kInstance, kMethod, kEvent };

struct Mistake {
    std::string_view id;
    CLSID class_id;
    ProviderKind kind;            // its primary interface: IWbemServices, or IWbemEventProvider
    std::string_view class_name;  // the class of example.mof that it serves
    std::string_view description;
    // That name it, the first the one that it is about; "" at the end.
    std::array<std::string_view, 3> clauses;
};

// {5D1F6B0A-7C3E-4A52-9E86-21B4C0D7E4NN}
[[nodiscard]] constexpr CLSID mistake_class(std::uint8_t number) noexcept {
    return {0x5d1f6b0a, 0x7c3e, 0x4a52, {0x9e, 0x86, 0x21, 0xb4, 0xc0, 0xd7, 0xe4, number}};
}

namespace detail {

constexpr Mistake instance_mistake(std::uint8_t number, std::string_view id, std::string_view description,
                                   std::array<std::string_view, 3> clauses) noexcept {
    return {id, mistake_class(number), ProviderKind::kInstance, "Example_Volume", description, clauses};
}
constexpr Mistake method_mistake(std::uint8_t number, std::string_view id, std::string_view description,
                                 std::array<std::string_view, 3> clauses) noexcept {
    return {id, mistake_class(number), ProviderKind::kMethod, "Example_Calculator", description, clauses};
}
constexpr Mistake event_mistake(std::uint8_t number, std::string_view id, std::string_view description,
                                std::array<std::string_view, 3> clauses) noexcept {
    return {id, mistake_class(number), ProviderKind::kEvent, "Example_Alarm", description, clauses};
}

}  // namespace detail

inline constexpr Mistake kMistakes[] = {
    // --- the final status
    detail::instance_mistake(0x01, "no-final-status", "returns WBEM_S_NO_ERROR and never calls SetStatus",
                             {"PRV-9", "PRV-1"}),
    detail::instance_mistake(0x02, "disagreeing-return-value",
                             "reports success to the sink, then returns an error", {"PRV-8"}),
    detail::instance_mistake(0x03, "second-final-status", "calls SetStatus with the outcome twice",
                             {"STA-1", "ORD-2"}),
    detail::instance_mistake(0x04, "odd-status-flags", "calls SetStatus with lFlags 4 before the final",
                             {"STA-7"}),
    detail::instance_mistake(0x05, "progress-unasked", "reports progress to a client that did not ask for it",
                             {"STA-2"}),
    // --- references
    detail::instance_mistake(0x10, "freed-in-bstr", "frees the path that GetObjectAsync is given",
                             {"IND-11"}),
    detail::instance_mistake(0x11, "object-released-twice",
                             "releases the class that WMI has given it once too often", {"COM-6"}),
    detail::instance_mistake(0x12, "leaked-namespace", "keeps the namespace after its own end", {"PRV-13"}),
    detail::instance_mistake(0x13, "leaked-object-on-failing-path", "keeps the class when a request fails",
                             {"PRV-13"}),
    detail::instance_mistake(0x14, "leaked-context", "keeps the context of every request", {"PRV-13"}),
    detail::instance_mistake(
        0x15, "sink-used-without-reference",
        "answers from a thread of its own after the method has returned, without a reference", {"REF-15"}),
    detail::instance_mistake(0x16, "leaked-sink", "keeps a reference to the sink after the final",
                             {"REF-15"}),
    detail::instance_mistake(0x17, "releases-too-often",
                             "releases a reference to the sink that it does not have", {"REF-5"}),
    detail::instance_mistake(0x19, "leaked-bstr", "makes a string for every request and does not free it (on Windows)",
                             {"COM-8"}),
    detail::instance_mistake(0x1A, "never-unloads", "counts an object of its module that is gone", {"COM-7"}),
    detail::instance_mistake(0x18, "identity-broken",
                             "answers the question for IUnknown with different pointers", {"COM-1"}),
    // --- initialisation
    detail::instance_mistake(0x20, "hang-in-initialize", "never returns from Initialize", {"LIV-2", "IMM-7"}),
    detail::instance_mistake(0x21, "init-sink-never-told", "returns from Initialize without telling the sink",
                             {"PRV-2"}),
    detail::instance_mistake(0x22, "init-flags-wrong", "calls SetStatus of the init sink with lFlags 1",
                             {"PRV-4"}),
    detail::instance_mistake(0x23, "init-sink-used-later",
                             "tells the init sink after Initialize has returned, without a reference to it",
                             {"PRV-5"}),
    detail::instance_mistake(0x24, "reports-before-ready",
                             "says that it is ready and fails the first request", {"PRV-3", "PRV-1"}),
    // --- requests
    detail::instance_mistake(0x30, "success-from-a-stub",
                             "returns WBEM_S_NO_ERROR from methods that it does not have", {"PRV-1", "PRV-9", "ARG-1"}),
    detail::instance_mistake(0x31, "stub-with-other-error",
                             "returns WBEM_E_NOT_SUPPORTED from methods that it does not have", {"PRV-1"}),
    detail::instance_mistake(0x32, "accepts-null-sink", "returns WBEM_S_NO_ERROR to a request without a sink",
                             {"ARG-1"}),
    detail::instance_mistake(0x33, "wrong-object", "answers the path of a missing object with another one",
                             {"ARG-10"}),
    detail::instance_mistake(0x34, "unknown-class-accepted", "enumerates a class that it does not have",
                             {"ARG-12"}),
    detail::instance_mistake(0x35, "context-forgotten", "calls WMI without the context of the request",
                             {"PRV-7"}),
    detail::instance_mistake(0x36, "data-changed-in-read", "puts an instance while it serves GetObjectAsync",
                             {"PRV-12"}),
    detail::instance_mistake(0x37, "impersonation-not-reverted",
                             "takes the identity of the client and keeps it (on Windows)", {"SEC-10"}),
    // --- delivery
    detail::instance_mistake(0x40, "indicate-result-ignored", "goes on after the sink has refused an object",
                             {"IND-6"}),
    detail::instance_mistake(0x41, "empty-indicate", "calls Indicate without objects", {"IND-4"}),
    detail::instance_mistake(0x42, "overlapping-indicates",
                             "delivers the objects of one request on two threads at once", {"ORD-3", "IND-6"}),
    detail::method_mistake(0x43, "method-object-after-status",
                           "delivers the results of a method after the final", {"ORD-1", "ORD-12", "ORD-2"}),
    // --- events
    detail::event_mistake(0x50, "events-after-release", "raises events after its last Release", {"PRV-13", "COM-7"}),
    detail::event_mistake(0x51, "status-on-event-sink", "calls SetStatus of the sink for events", {"EVT-10"}),
    detail::event_mistake(0x52, "provide-events-blocks", "returns from ProvideEvents after four seconds",
                          {"IMM-6"}),
    // --- ends
    detail::instance_mistake(0x60, "crash", "follows a wild pointer", {"LIV-1"}),
    detail::instance_mistake(0x61, "crash-on-null-sink", "calls a sink that is NULL", {"LIV-1", "ARG-1"}),
    detail::instance_mistake(0x62, "exit", "calls exit(3)", {"LIV-3"}),
    detail::instance_mistake(0x63, "abort", "calls abort", {"LIV-1"}),
    detail::instance_mistake(0x64, "stack-overflow", "calls itself without end", {"LIV-1"}),
    detail::event_mistake(0x65, "exception", "lets an exception out of ProvideEvents", {"LIV-4"}),
    detail::instance_mistake(0x66, "hang-in-call", "never returns from a request", {"LIV-2"}),
    detail::instance_mistake(0x67, "endless-objects", "delivers objects without end, whatever the sink says",
                             {"LIV-6", "IND-6"}),
    detail::instance_mistake(0x68, "eats-memory", "takes memory without end", {"LIV-6"}),
};

}  // namespace wbemcheck::example
