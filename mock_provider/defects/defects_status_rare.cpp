// STA, the quiet ones: statuses that go wrong in one course of events, for one operation in many, or after the end.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "harness/com/bstr.h"
#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"
#include "mock_provider/model/class_object.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;
using Objects = std::span<IWbemClassObject*>;

constexpr HRESULT kOneOfTwo = 0x00020001;  // as progress: one done, of two

bool any_call_with_progress(const CallInfo& call) { return call.is_finite() && call.asks_for_progress(); }
bool any_call_without_progress(const CallInfo& call) { return call.is_finite() && !call.asks_for_progress(); }

class FailureTwicePort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = CoursePort::send_final(final_status);
        return course().has_failed() ? CoursePort::send_final(final_status) : answer;
    }
};

// In whose Indicate this thread is; null outside of any.
thread_local SinkPort* indicating = nullptr;
thread_local const IWbemObjectSink* indicating_to = nullptr;

class ReentrantPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        SinkPort* const outer = std::exchange(indicating, &inner());
        const IWbemObjectSink* const outer_sink = std::exchange(indicating_to, &sink());
        const HRESULT answer = PortFilter::indicate(objects);
        indicating = outer;
        indicating_to = outer_sink;
        return answer;
    }
};

// A sink that cancels itself hears of it at once, and again when its callback has returned.
void end_twice_when_self_cancelled(Seams& seams) {
    filter_ports<ReentrantPort>(seams, any_finite_call);
    filter_services(seams, {.cancel = [](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        if (SUCCEEDED(result) && sink != nullptr && indicating_to == sink) {
                            indicating->send_final({WBEM_E_CALL_CANCELLED, nullptr, nullptr});
                        }
                        return result;
                    }});
}

class NothingToSayPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const bool has_nothing = SUCCEEDED(final_status.result) && course().indicates == 0;
        return has_nothing ? WBEM_S_NO_ERROR : CoursePort::send_final(final_status);
    }
};

class ProgressAfterIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const HRESULT answer = PortFilter::indicate(objects);
        if (SUCCEEDED(answer)) {
            PortFilter::report_progress(kOneOfTwo);
        }
        return answer;
    }
};

class LateProgressPort final : public PortFilter {
public:
    LateProgressPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                     std::shared_ptr<LateCalls> late)
        : PortFilter(std::move(inner), sink, call), late_(std::move(late)) {}

    void release() noexcept override {
        late_->make_after(milliseconds(2), [port = take_inner()] {
            port->report_progress(kOneOfTwo);
            port->release();
        });
    }

private:
    const std::shared_ptr<LateCalls> late_;
};

// Mixes up the flags of the call and those of the status.
class EchoedFlagsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return sink().SetStatus(call().flags, final_status.result, final_status.text, final_status.object);
    }
};

class EchoedProgressFlagsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT report_progress(HRESULT progress) noexcept override {
        return sink().SetStatus(WBEM_STATUS_PROGRESS | call().flags, progress, nullptr, nullptr);
    }
};

// Passes on what a provider asks of the service: to filter the objects behind it.
class RequirementsPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        if (!std::exchange(is_passed_on_, true)) {
            sink().SetStatus(WBEM_STATUS_REQUIREMENTS, WBEM_REQUIREMENTS_START_POSTFILTER, nullptr, nullptr);
        }
        return PortFilter::indicate(objects);
    }

private:
    bool is_passed_on_ = false;
};

class ObjectInEmptyFinalPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        FinalStatus changed = final_status;
        const auto empty = make_empty_object();
        if (SUCCEEDED(changed.result) && course().indicates == 0) {
            changed.object = empty.get();
        }
        return CoursePort::send_final(changed);
    }
};

// The text of the final status before this one. Thread-safe.
class LastText {
public:
    // Every sixteenth time the text of the time before, otherwise the one that is given.
    [[nodiscard]] com::unique_bstr exchange(BSTR text) {
        constexpr unsigned kOneIn = 16;
        const std::scoped_lock lock(mutex_);
        std::string last = std::exchange(text_, com::to_utf8(text));
        return com::make_bstr(++count_ % kOneIn == 0 ? last : text_);
    }

private:
    std::mutex mutex_;
    std::string text_;    // guarded by mutex_
    unsigned count_ = 0;  // guarded by mutex_
};

class StaleTextPort final : public PortFilter {
public:
    StaleTextPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<LastText> last)
        : PortFilter(std::move(inner), sink, call), last_(std::move(last)) {}

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (final_status.text == nullptr) {
            return PortFilter::send_final(final_status);
        }
        const com::unique_bstr text = last_->exchange(final_status.text);
        return PortFilter::send_final({final_status.result, text.get(), final_status.object});
    }

private:
    const std::shared_ptr<LastText> last_;
};

// The errors that sinks have heard of. Thread-safe.
class KnownErrors {
public:
    void add(const IWbemObjectSink& sink, HRESULT result) {
        const std::scoped_lock lock(mutex_);
        results_[&sink] = result;
    }
    // S_NO_ERROR when there is none.
    [[nodiscard]] HRESULT take(const IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        const auto entry = results_.extract(&sink);
        return entry.empty() ? WBEM_S_NO_ERROR : entry.mapped();
    }

private:
    std::mutex mutex_;
    std::map<const IWbemObjectSink*, HRESULT> results_;  // guarded by mutex_
};

class ErrorNotingPort final : public PortFilter {
public:
    ErrorNotingPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                    std::shared_ptr<KnownErrors> errors)
        : PortFilter(std::move(inner), sink, call), errors_(std::move(errors)) {}

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (FAILED(final_status.result)) {
            errors_->add(sink(), final_status.result);
        }
        return PortFilter::send_final(final_status);
    }

private:
    const std::shared_ptr<KnownErrors> errors_;
};

// Looks whether the operation has failed by the time that the call returns, and then says so a second time.
void return_error_as_well(Seams& seams) {
    static constexpr milliseconds kLongestWait{1500};
    const auto errors = std::make_shared<KnownErrors>();
    filter_ports<ErrorNotingPort>(seams, calls_of<AsyncMethod::kGetObject>, errors);
    filter_services(seams, {.asynchronous = [errors, ledger = keep_ledger(seams)](const CallInfo& call,
                                                                                  const Proceed& proceed) {
                        const HRESULT result = proceed();
                        if (FAILED(result) || call.method != AsyncMethod::kGetObject) {
                            return result;
                        }
                        ledger->wait_until_over(call.sink, kLongestWait);
                        const HRESULT error = errors->take(*call.sink);
                        return FAILED(error) ? error : result;
                    }});
}

// A cancel that finds the final status in progress sends one of its own, from another thread.
void send_final_beside_final(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams), late = std::make_shared<LateCalls>()](
                                          IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        const bool is_ending = sink != nullptr && ledger->is_known(sink) && !ledger->is_over(sink) &&
                                               ledger->count_pending(sink) == 0;
                        if (FAILED(result) && is_ending) {
                            late->make_after(milliseconds(1), [alive = com::retain_ptr(sink)] {
                                alive->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_CALL_CANCELLED, nullptr, nullptr);
                            });
                        }
                        return result;
                    }});
}

constexpr DefectEntry kDefects[] = {
    {{"final-twice-when-failed", "An operation that fails sends its final status twice.", clauses<"STA-1", "ORD-2">},
     [](Seams& seams) { filter_ports<FailureTwicePort>(seams, any_finite_call); }},
    {{"self-cancel-ends-twice",
      "A sink that cancels its operation from inside an Indicate gets a final status at once, and another one later.",
      clauses<"STA-1", "ORD-2">},
     end_twice_when_self_cancelled},
    {{"final-missing-without-result", "A query without a result releases the sink without a final status.",
      clauses<"STA-1", "REF-4", "LIV-5">},
     [](Seams& seams) { filter_ports<NothingToSayPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"progress-between-batches", "CreateInstanceEnumAsync reports progress after its batches, unasked.",
      clauses<"STA-2">},
     [](Seams& seams) {
         filter_ports<ProgressAfterIndicatePort>(seams, [](const CallInfo& call) {
             return call.method == AsyncMethod::kCreateInstanceEnum && any_call_without_progress(call);
         });
     }},
    {{"progress-late", "Progress is reported 2 ms after the final status, from another thread.",
      clauses<"STA-3", "ORD-2">},
     [](Seams& seams) { filter_ports<LateProgressPort>(seams, any_call_with_progress, std::make_shared<LateCalls>()); }},
    {{"final-echoes-flags", "PutClassAsync with WBEM_FLAG_SEND_STATUS ends with the lFlags of the call.",
      clauses<"STA-5", "STA-7", "REF-4", "LIV-5">},
     [](Seams& seams) { filter_ports<EchoedFlagsPort>(seams, calls_with_progress_of<AsyncMethod::kPutClass>); }},
    {{"progress-echoes-flags", "Progress comes with the lFlags of the call mixed in.", clauses<"STA-6">},
     [](Seams& seams) { filter_ports<EchoedProgressFlagsPort>(seams, any_call_with_progress); }},
    {{"requirements-passed-on", "A query passes WBEM_STATUS_REQUIREMENTS on to its client, before its objects.",
      clauses<"STA-7">},
     [](Seams& seams) { filter_ports<RequirementsPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"object-in-empty-final", "The final status of a success without a result carries an empty object.",
      clauses<"STA-9">},
     [](Seams& seams) { filter_ports<ObjectInEmptyFinalPort>(seams, any_finite_call); }},
    {{"path-of-one-in-sixteen", "Every sixteenth PutInstanceAsync ends with the path of the instance before.",
      clauses<"STA-11">},
     [](Seams& seams) {
         filter_ports<StaleTextPort>(seams, calls_of<AsyncMethod::kPutInstance>, std::make_shared<LastText>());
     }},
    {{"failure-returned-as-well", "GetObjectAsync sends its error to the sink and returns it as well.",
      clauses<"STA-15", "REF-2b">},
     return_error_as_well},
    {{"cancel-beside-final-sends-another", "A cancel that comes while the final status is in progress sends another.",
      clauses<"STA-19", "STA-1", "ORD-2">},
     send_final_beside_final},
};

}  // namespace

std::span<const DefectEntry> rare_status_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
