#include "mock_provider/services/ordered_failures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "harness/com/hresult.h"

namespace wbemcheck::mock {

namespace {

struct KnownMethod {
    std::string_view name;
    bool has_outcome;  // it starts something that can fail after the method has returned, or is such a thing in itself
};

constexpr auto kMethods = std::to_array<KnownMethod>({
    // IWbemLocator
    {"ConnectServer", false},
    // IWbemServices
    {"OpenNamespace", true},
    {"CancelAsyncCall", false},
    {"QueryObjectSink", false},
    {"GetObject", true},
    {"GetObjectAsync", true},
    {"PutClass", true},
    {"PutClassAsync", true},
    {"DeleteClass", true},
    {"DeleteClassAsync", true},
    {"CreateClassEnum", true},
    {"CreateClassEnumAsync", true},
    {"PutInstance", true},
    {"PutInstanceAsync", true},
    {"DeleteInstance", true},
    {"DeleteInstanceAsync", true},
    {"CreateInstanceEnum", true},
    {"CreateInstanceEnumAsync", true},
    {"ExecQuery", true},
    {"ExecQueryAsync", true},
    {"ExecNotificationQuery", true},
    {"ExecNotificationQueryAsync", true},
    {"ExecMethod", true},
    {"ExecMethodAsync", true},
    // IEnumWbemClassObject
    {"Reset", false},
    {"Next", false},
    {"NextAsync", true},
    {"Clone", false},
    {"Skip", false},
    // IWbemCallResult
    {"GetResultObject", false},
    {"GetResultString", false},
    {"GetResultServices", false},
    {"GetCallStatus", false},
});

void check(const Failure& failure) {
    if (failure.nth == 0) {
        throw std::invalid_argument("a failure of call 0: calls are counted from 1");
    }
    if (SUCCEEDED(failure.result)) {
        throw std::invalid_argument(fmt::format("{} is no failure", com::describe_hresult(failure.result)));
    }
    if (failure.method.empty()) {
        return;
    }
    const auto* const known = std::ranges::find(kMethods, failure.method, &KnownMethod::name);
    if (known == kMethods.end()) {
        throw std::invalid_argument(
            fmt::format("the mock has no method '{}' that can be made to fail", failure.method));
    }
    if (failure.stage == Failure::Stage::kOutcome && !known->has_outcome) {
        throw std::invalid_argument(fmt::format("{} has no outcome apart from what it returns", failure.method));
    }
}

}  // namespace

void OrderedFailures::add(Failure failure) {
    check(failure);
    const std::scoped_lock lock(mutex_);
    failures_.push_back(std::move(failure));
    is_any_.store(true, std::memory_order_relaxed);
}

void OrderedFailures::clear() noexcept {
    const std::scoped_lock lock(mutex_);
    failures_.clear();
    is_any_.store(false, std::memory_order_relaxed);
}

std::size_t OrderedFailures::size() const {
    const std::scoped_lock lock(mutex_);
    return failures_.size();
}

std::optional<Failure> OrderedFailures::count_down(std::string_view method) {
    std::optional<Failure> due;
    const std::scoped_lock lock(mutex_);
    for (auto failure = failures_.begin(); failure != failures_.end();) {
        const bool is_concerned = failure->method.empty() || failure->method == method;
        if (!is_concerned || --failure->nth != 0) {
            ++failure;
            continue;
        }
        if (!due.has_value()) {
            due = std::move(*failure);
        }
        failure = failures_.erase(failure);
    }
    is_any_.store(!failures_.empty(), std::memory_order_relaxed);
    return due;
}

}  // namespace wbemcheck::mock
