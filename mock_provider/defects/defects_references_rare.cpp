// REF, the quiet ones: references that go wrong in one course of events, for one operation in many, or for a moment only.
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "mock_provider/defects/course.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/late_calls.h"
#include "mock_provider/defects/services_filter.h"
#include "mock_provider/defects/sink_ledger.h"

namespace wbemcheck::mock {

namespace {

using std::chrono::milliseconds;
using Objects = std::span<IWbemClassObject*>;

// Takes a second reference and keeps it after a course of events that `Keeps` names.
template <bool (*Keeps)(const Course& course)>
class LeakingPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    void accept() noexcept override {
        CoursePort::accept();
        second_ = com::retain_ptr(&sink());
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (Keeps(course_to(final_status))) {
            static_cast<void>(second_.detach());
        }
        return CoursePort::send_final(final_status);
    }
    void release() noexcept override {
        CoursePort::release();
        second_.reset();
    }

private:
    com::com_ptr<IWbemObjectSink> second_;
};

bool when_cancelled_in_third_indicate(const Course& course) { return course.was_cancelled_inside(3); }
bool when_refused(const Course& course) { return course.was_refused(); }

// Takes a second reference, and every so often forgets to give it back.
class ForgetfulPort final : public PortFilter {
public:
    ForgetfulPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<std::atomic<unsigned>> count)
        : PortFilter(std::move(inner), sink, call), count_(std::move(count)) {}

    void accept() noexcept override {
        PortFilter::accept();
        second_ = com::retain_ptr(&sink());
    }
    void release() noexcept override {
        constexpr unsigned kOneIn = 16;
        PortFilter::release();
        if ((count_->fetch_add(1) + 1) % kOneIn == 0) {
            static_cast<void>(second_.detach());
        } else {
            second_.reset();
        }
    }

private:
    const std::shared_ptr<std::atomic<unsigned>> count_;
    com::com_ptr<IWbemObjectSink> second_;
};

// What is to be released when somebody comes by. Thread-safe.
class LazyReleases {
public:
    void add(std::shared_ptr<SinkPort> port) {
        const std::scoped_lock lock(mutex_);
        ports_.push_back(std::move(port));
    }
    void make() {
        std::vector<std::shared_ptr<SinkPort>> ports;  // outside the mutex
        {
            const std::scoped_lock lock(mutex_);
            ports.swap(ports_);
        }
        for (const auto& port : ports) {
            port->release();
        }
    }

private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<SinkPort>> ports_;  // guarded by mutex_
};

class LazyPort final : public PortFilter {
public:
    LazyPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
             std::shared_ptr<LazyReleases> releases)
        : PortFilter(std::move(inner), sink, call), releases_(std::move(releases)) {}

    void release() noexcept override { releases_->add(take_inner()); }

private:
    const std::shared_ptr<LazyReleases> releases_;
};

void release_with_next_call(Seams& seams) {
    const auto releases = std::make_shared<LazyReleases>();
    filter_ports<LazyPort>(seams, calls_of<AsyncMethod::kExecQuery>, releases);
    filter_services(seams, {.asynchronous =
                                [releases](const CallInfo&, const Proceed& proceed) {
                                    releases->make();
                                    return proceed();
                                },
                            .exec_query =
                                [releases](const Proceed& proceed, IEnumWbemClassObject**) {
                                    releases->make();
                                    return proceed();
                                }});
}

void leak_on_late_cancel(Seams& seams) {
    filter_services(seams, {.cancel = [ledger = keep_ledger(seams)](IWbemServices& services, IWbemObjectSink* sink) {
                        const HRESULT result = services.CancelAsyncCall(sink);
                        if (FAILED(result) && ledger->is_over(sink)) {
                            sink->AddRef();
                        }
                        return result;
                    }});
}

// Calls the sink directly; what is done about the count is the deriving port's business.
class DirectCallsPort : public PortFilter {
public:
    using PortFilter::PortFilter;

    void accept() noexcept override { sink().AddRef(); }
    HRESULT indicate(Objects objects) noexcept override {
        return sink().Indicate(static_cast<LONG>(objects.size()), objects.data());
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        return sink().SetStatus(WBEM_STATUS_PROGRESS, progress, nullptr, nullptr);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return sink().SetStatus(WBEM_STATUS_COMPLETE, final_status.result, final_status.text, final_status.object);
    }
    void release() noexcept override { sink().Release(); }
};

// Which sinks the service has a reference on. Thread-safe.
class SinkSet {
public:
    // True when it was not in it.
    bool add(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        return ++counts_[&sink] == 1;
    }
    // True when it was in it.
    bool remove_all(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        return counts_.erase(&sink) != 0;
    }
    // Takes one use of this sink out, and gives another sink that is in use, or this one when there is none.
    IWbemObjectSink& exchange(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        if (const auto entry = counts_.find(&sink); entry != counts_.end() && --entry->second == 0) {
            counts_.erase(entry);
        }
        for (const auto& [other, count] : counts_) {
            if (other != &sink) {
                return *other;
            }
        }
        return sink;
    }

private:
    std::mutex mutex_;
    std::map<IWbemObjectSink*, std::size_t> counts_;  // guarded by mutex_: operations
};

// One reference for all operations of a sink, which the first one to end gives back.
class OncePerSinkPort final : public DirectCallsPort {
public:
    OncePerSinkPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                    std::shared_ptr<SinkSet> sinks)
        : DirectCallsPort(std::move(inner), sink, call), sinks_(std::move(sinks)) {}

    void accept() noexcept override {
        if (sinks_->add(sink())) {
            DirectCallsPort::accept();
        }
    }
    void release() noexcept override {
        if (sinks_->remove_all(sink())) {
            DirectCallsPort::release();
        }
    }

private:
    const std::shared_ptr<SinkSet> sinks_;
};

// Gives back the reference of another operation that is still pending, where there is one.
class MistakenReleasePort final : public DirectCallsPort {
public:
    MistakenReleasePort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                        std::shared_ptr<SinkSet> sinks)
        : DirectCallsPort(std::move(inner), sink, call), sinks_(std::move(sinks)) {}

    void accept() noexcept override {
        sinks_->add(sink());
        DirectCallsPort::accept();
    }
    void release() noexcept override { sinks_->exchange(sink()).Release(); }

private:
    const std::shared_ptr<SinkSet> sinks_;
};

// Holds its reference during callbacks, and not between them.
class BetweenCallbacksPort final : public DirectCallsPort {
public:
    using DirectCallsPort::DirectCallsPort;

    void accept() noexcept override { hold(); }
    HRESULT indicate(Objects objects) noexcept override {
        hold();
        const HRESULT answer = DirectCallsPort::indicate(objects);
        let_go();
        return answer;
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        hold();
        return DirectCallsPort::send_final(final_status);
    }
    void release() noexcept override { let_go(); }

private:
    void hold() noexcept {
        if (!std::exchange(is_held_, true)) {
            sink().AddRef();
        }
    }
    void let_go() noexcept {
        if (std::exchange(is_held_, false)) {
            sink().Release();
        }
    }

    bool is_held_ = false;
};

class ReleaseBeforeFailurePort final : public DirectCallsPort {
public:
    using DirectCallsPort::DirectCallsPort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        is_failed_ = FAILED(final_status.result) && final_status.result != WBEM_E_CALL_CANCELLED;
        if (is_failed_) {
            sink().Release();
        }
        return DirectCallsPort::send_final(final_status);
    }
    void release() noexcept override {
        if (!is_failed_) {
            DirectCallsPort::release();
        }
    }

private:
    bool is_failed_ = false;
};

// Hands its reference over for the time of an Indicate, as if the sink had to have it.
class LentReferencePort final : public DirectCallsPort {
public:
    using DirectCallsPort::DirectCallsPort;

    HRESULT indicate(Objects objects) noexcept override {
        sink().Release();
        const HRESULT answer = DirectCallsPort::indicate(objects);
        sink().AddRef();
        return answer;
    }
};

// Another thread gives the reference back, a moment after the final status has begun.
class ReleaseInsideFinalPort final : public DirectCallsPort {
public:
    using DirectCallsPort::DirectCallsPort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const std::jthread other([this] {
            std::this_thread::sleep_for(milliseconds(1));  // nothing tells when the sink has been entered
            sink().Release();
        });
        return DirectCallsPort::send_final(final_status);
    }
    void release() noexcept override {}
};

class ReleaseTwiceWhenCancelledPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    void release() noexcept override {
        CoursePort::release();
        if (course().was_cancelled()) {
            sink().Release();
        }
    }
};

class CountAfterCancelPort final : public CoursePort {
public:
    using CoursePort::CoursePort;

    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = CoursePort::send_final(final_status);
        if (course().was_cancelled()) {
            sink().AddRef();
            sink().Release();
        }
        return answer;
    }
};

// Has a second reference, and does with it what `Visit` says, from another thread when all is over.
template <bool (*Visits)(const Course& course), void (*Visit)(IWbemObjectSink& sink)>
class LateVisitPort final : public CoursePort {
public:
    LateVisitPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                  std::shared_ptr<LateCalls> late)
        : CoursePort(std::move(inner), sink, call), late_(std::move(late)) {}

    void accept() noexcept override {
        CoursePort::accept();
        second_ = com::retain_ptr(&sink());
    }
    void release() noexcept override {
        CoursePort::release();
        if (Visits(course())) {
            late_->make_after(milliseconds(5), [sink = std::move(second_)] { Visit(*sink); });
        } else {
            second_.reset();
        }
    }

private:
    const std::shared_ptr<LateCalls> late_;
    com::com_ptr<IWbemObjectSink> second_;
};

bool always(const Course&) { return true; }
bool when_cancelled(const Course& course) { return course.was_cancelled(); }
void do_nothing(IWbemObjectSink&) {}
void query(IWbemObjectSink& sink) {
    com::com_ptr<IWbemObjectSink> same;
    static_cast<void>(sink.QueryInterface(com::iid_of<IWbemObjectSink>(), same.put_void()));
}

constexpr DefectEntry kDefects[] = {
    {{"leak-when-cancelled-in-third-indicate",
      "CreateInstanceEnumAsync never releases the sink when it was cancelled inside its third Indicate.",
      clauses<"REF-3", "REF-10">},
     [](Seams& seams) {
         filter_ports<LeakingPort<when_cancelled_in_third_indicate>>(seams,
                                                                     calls_of<AsyncMethod::kCreateInstanceEnum>);
     }},
    {{"leak-when-refused", "An operation never releases the sink when that has refused an Indicate.",
      clauses<"REF-3">},
     [](Seams& seams) { filter_ports<LeakingPort<when_refused>>(seams, any_finite_call); }},
    {{"leak-one-in-sixteen", "Every sixteenth GetObjectAsync never releases its sink.", clauses<"REF-3">},
     [](Seams& seams) {
         filter_ports<ForgetfulPort>(seams, calls_of<AsyncMethod::kGetObject>,
                                     std::make_shared<std::atomic<unsigned>>(0));
     }},
    {{"reference-kept-until-next-call",
      "The sink of a query is released when the next query begins, not when its own is over.",
      clauses<"REF-3", "REF-10">},
     release_with_next_call},
    {{"late-cancel-leaks", "A cancel that comes after the final status leaves a reference on the sink.",
      clauses<"REF-3">},
     leak_on_late_cancel},
    {{"shared-sink-let-go-by-first-end",
      "A sink with several operations is referenced once, and released when the first of them ends.",
      clauses<"REF-4", "REF-6">},
     [](Seams& seams) { filter_ports<OncePerSinkPort>(seams, any_finite_call, std::make_shared<SinkSet>()); }},
    {{"reference-held-in-callbacks-only", "Between its callbacks an operation holds no reference on the sink.",
      clauses<"REF-4", "REF-1", "REF-8">},
     [](Seams& seams) { filter_ports<BetweenCallbacksPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"reference-dropped-before-failure", "GetObjectAsync releases the sink before a final status with an error.",
      clauses<"REF-4", "REF-8">},
     [](Seams& seams) { filter_ports<ReleaseBeforeFailurePort>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"release-hits-another-sink", "An operation that ends releases the sink of another one that is still pending.",
      clauses<"REF-5", "REF-3", "REF-4", "REF-6">},
     [](Seams& seams) { filter_ports<MistakenReleasePort>(seams, any_finite_call, std::make_shared<SinkSet>()); }},
    {{"reference-released-twice-when-cancelled", "A query releases the sink twice when it was cancelled.",
      clauses<"REF-5">},
     [](Seams& seams) { filter_ports<ReleaseTwiceWhenCancelledPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"reference-lent-to-indicate", "A query releases the sink before every Indicate and takes it again afterwards.",
      clauses<"REF-6", "REF-4", "REF-8">},
     [](Seams& seams) { filter_ports<LentReferencePort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"reference-dropped-inside-final", "The sink is released from another thread while its final status runs.",
      clauses<"REF-6", "REF-4", "REF-8">},
     [](Seams& seams) { filter_ports<ReleaseInsideFinalPort>(seams, any_finite_call); }},
    {{"sink-counted-after-cancel",
      "A reference on the sink is taken and released after the final status of a cancelled operation.",
      clauses<"REF-7">},
     [](Seams& seams) { filter_ports<CountAfterCancelPort>(seams, any_finite_call); }},
    {{"sink-queried-later", "The sink is queried for its interface 5 ms after its release, from another thread.",
      clauses<"REF-7">},
     [](Seams& seams) {
         filter_ports<LateVisitPort<always, query>>(seams, any_finite_call, std::make_shared<LateCalls>());
     }},
    {{"second-reference-outlives-cancel",
      "A sink is referenced twice, and after a cancel the second reference stays 5 ms longer.", clauses<"REF-10">},
     [](Seams& seams) {
         filter_ports<LateVisitPort<when_cancelled, do_nothing>>(seams, any_call, std::make_shared<LateCalls>());
     }},
};

}  // namespace

std::span<const DefectEntry> rare_reference_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
