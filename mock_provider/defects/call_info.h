// Which asynchronous call an operation comes from. The engine does not tell a port that, and need not: a defect that
// concerns one method asks the thread on which the port is opened, which is the thread of the call.
#pragma once

#include "harness/com/wbem.h"

namespace wbemcheck::mock {

enum class AsyncMethod {
    kNone,  // none of IWbemServices: a request of NextAsync
    kGetObject,
    kPutClass,
    kDeleteClass,
    kCreateClassEnum,
    kPutInstance,
    kDeleteInstance,
    kCreateInstanceEnum,
    kExecQuery,
    kExecNotificationQuery,
    kExecMethod,
};

struct CallInfo {
    AsyncMethod method = AsyncMethod::kNone;
    LONG flags = 0;
    IWbemObjectSink* sink = nullptr;  // borrowed; what the client passed
    BSTR text = nullptr;              // borrowed: the path, class name or query
    IWbemClassObject* object = nullptr;  // borrowed: what is put, or the in-parameters
    BSTR second_text = nullptr;       // borrowed: the query language, or the name of the method

    [[nodiscard]] bool is_finite() const noexcept {
        return method != AsyncMethod::kNone && method != AsyncMethod::kExecNotificationQuery;
    }
    [[nodiscard]] bool asks_for_progress() const noexcept { return (flags & WBEM_FLAG_SEND_STATUS) != 0; }
};

// Which calls a defect concerns.
using CallCondition = bool (*)(const CallInfo& call);

inline bool any_call(const CallInfo& call) { return call.method != AsyncMethod::kNone; }
inline bool any_finite_call(const CallInfo& call) { return call.is_finite(); }
inline bool any_notification(const CallInfo& call) { return call.method == AsyncMethod::kExecNotificationQuery; }

template <AsyncMethod Method>
bool calls_of(const CallInfo& call) {
    return call.method == Method;
}

// For defects that cost the client its patience: few calls ask for progress, so that a run stays quick.
template <AsyncMethod Method>
bool calls_with_progress_of(const CallInfo& call) {
    return call.method == Method && call.asks_for_progress();
}

// The call in which this thread is; kNone outside of any.
[[nodiscard]] const CallInfo& call_of_this_thread() noexcept;

// While it lives, its thread is in this call.
class CallScope {
public:
    explicit CallScope(const CallInfo& call) noexcept;
    ~CallScope();
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

private:
    const CallInfo outer_;
};

}  // namespace wbemcheck::mock
