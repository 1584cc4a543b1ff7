// SEMI-11, ORD-9 to ORD-11, REF-13, REF-16, ARG-25: requests by NextAsync that go astray.
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "harness/com/com_object.h"
#include "mock_provider/defects/families.h"
#include "mock_provider/defects/forwarding.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/services_filter.h"

namespace wbemcheck::mock {

namespace {

using EnumeratorPtr = com::com_ptr<IEnumWbemClassObject>;
using SinkPtr = com::com_ptr<IWbemObjectSink>;

bool any_request(const CallInfo& call) { return call.method == AsyncMethod::kNone; }

// --- in the delivery ---

class ContentPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return PortFilter::send_final(final_status.result == WBEM_S_FALSE ? FinalStatus{} : final_status);
    }
};

class SilentPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        return final_status.result == WBEM_S_FALSE ? WBEM_S_NO_ERROR : PortFilter::send_final(final_status);
    }
};

class TwicePort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        (void)PortFilter::send_final(final_status);
        return PortFilter::send_final(final_status);
    }
};

class BorrowingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    void accept() noexcept override {
        PortFilter::accept();
        sink().Release();  // the client's own reference is what keeps it alive
    }
    void release() noexcept override {
        sink().AddRef();
        PortFilter::release();
    }
};

class KeepingPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (final_status.result == WBEM_S_NO_ERROR) sink().AddRef();
        return PortFilter::send_final(final_status);
    }
};

class KeepingWhenCancelledPort final : public PortFilter {
public:
    using PortFilter::PortFilter;
    void accept() noexcept override {
        PortFilter::accept();
        sink().AddRef();
    }
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        if (!std::exchange(was_served_, true)) sink().Release();
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const bool is_cancelled = final_status.result == WBEM_E_CALL_CANCELLED;
        if (!is_cancelled && !std::exchange(was_served_, true)) sink().Release();
        return PortFilter::send_final(final_status);
    }

private:
    bool was_served_ = false;  // callbacks come one at a time
};

// --- in the queue ---

// Serves each request from a clone of its own, so that none waits for another.
class ForkingEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        EnumeratorPtr fork;
        if (count == 0 || FAILED(inner().Clone(fork.put()))) return inner().NextAsync(count, sink);
        const HRESULT result = fork->NextAsync(count, sink);
        (void)inner().Skip(WBEM_INFINITE, count);
        const std::scoped_lock lock(mutex_);
        forks_.push_back(std::move(fork));
        return result;
    }

private:
    std::mutex mutex_;
    std::vector<EnumeratorPtr> forks_;  // guarded by mutex_; what has not been served yet must stay alive
};

// Serves what was asked for in the same size as before at once, on the thread of the call.
class EagerEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        const bool is_repeated = count != 0 && std::exchange(last_count_, count) == count;
        if (!is_repeated || sink == nullptr) return inner().NextAsync(count, sink);
        const SinkPtr kept = com::retain_ptr(sink);
        std::vector<IWbemClassObject*> array(count);
        ULONG returned = 0;
        const HRESULT result = inner().Next(WBEM_INFINITE, count, array.data(), &returned);
        std::vector<com::com_ptr<IWbemClassObject>> objects;
        for (ULONG i = 0; i < returned; ++i) objects.push_back(com::adopt_ptr(array[i]));
        if (returned != 0) (void)kept->Indicate(static_cast<LONG>(returned), array.data());
        (void)kept->SetStatus(WBEM_STATUS_COMPLETE, result, nullptr, nullptr);
        return WBEM_S_NO_ERROR;
    }

private:
    ULONG last_count_ = 0;  // the client's calls come one at a time
};

// Keeps a request that is as large as the one before back until the enumerator is moved by `Moves`.
enum class Moves { kReset, kSkip };

template <Moves Which>
class LateEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        if (count == 0 || sink == nullptr || std::exchange(last_count_, count) != count) {
            return inner().NextAsync(count, sink);
        }
        late_.emplace(count, com::retain_ptr(sink));
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE Reset() noexcept override {
        const HRESULT result = inner().Reset();
        if (Which == Moves::kReset) ask();
        return result;
    }
    HRESULT STDMETHODCALLTYPE Skip(LONG timeout, ULONG count) noexcept override {
        const HRESULT result = inner().Skip(timeout, count);
        if (Which == Moves::kSkip) ask();
        return result;
    }

private:
    void ask() {
        if (auto late = std::exchange(late_, std::nullopt); late.has_value()) {
            (void)inner().NextAsync(late->first, late->second.get());
        }
    }

    ULONG last_count_ = 0;                            // the client's calls come one at a time
    std::optional<std::pair<ULONG, SinkPtr>> late_;
};

class GenerousEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        return inner().NextAsync(count == 0 ? 0 : count + 1, sink);
    }
};

// Lives on when its last client has let it go.
class ImmortalEnumerator final : public ForwardingEnumerator {
public:
    explicit ImmortalEnumerator(EnumeratorPtr enumerator) : ForwardingEnumerator(enumerator) {
        static std::mutex mutex;
        static std::vector<EnumeratorPtr> kept;  // guarded by mutex
        const std::scoped_lock lock(mutex);
        kept.push_back(std::move(enumerator));
    }
};

class CarelessEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        return sink == nullptr ? HRESULT{WBEM_S_NO_ERROR} : inner().NextAsync(count, sink);
    }
};

class ObligingEnumerator final : public ForwardingEnumerator {
public:
    using ForwardingEnumerator::ForwardingEnumerator;
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG count, IWbemObjectSink* sink) noexcept override {
        const HRESULT result = inner().NextAsync(count, sink);
        return count == 0 && SUCCEEDED(result) ? HRESULT{WBEM_S_NO_ERROR} : result;
    }
};

constexpr DefectEntry kDefects[] = {
    {{"request-short-with-success", "A NextAsync request that reached the end first ends with WBEM_S_NO_ERROR.",
      clauses<"SEMI-11">},
     [](Seams& seams) { filter_ports<ContentPort>(seams, any_request); }},
    {{"request-at-end-forgotten", "A NextAsync request that reached the end first gets no final status.",
      clauses<"SEMI-11">},
     [](Seams& seams) { filter_ports<SilentPort>(seams, any_request); }},
    {{"requests-side-by-side", "Requests by NextAsync do not wait for each other.", clauses<"ORD-9">},
     filter_enumerators<ForkingEnumerator>},
    {{"request-served-by-caller", "A NextAsync request that is like the one before is served on the calling thread.",
      clauses<"ORD-9">},
     filter_enumerators<EagerEnumerator>},
    {{"reset-moves-requests", "Reset has a request by NextAsync start over.", clauses<"ORD-10", "SEMI-11", "REF-13">},
     filter_enumerators<LateEnumerator<Moves::kReset>>},
    {{"skip-moves-requests", "Skip has a request by NextAsync skip objects.", clauses<"ORD-10", "SEMI-11", "REF-13">},
     filter_enumerators<LateEnumerator<Moves::kSkip>>},
    {{"request-with-one-more", "NextAsync delivers one object more than was asked for.", clauses<"ORD-11", "SEMI-11", "ORD-10", "SEMI-9">},
     filter_enumerators<GenerousEnumerator>},
    {{"request-final-twice", "A NextAsync request gets its final status twice.", clauses<"ORD-11">},
     [](Seams& seams) { filter_ports<TwicePort>(seams, any_request); }},
    {{"request-takes-no-reference", "A NextAsync request holds no reference on its sink.",
      clauses<"REF-13", "REF-4", "REF-6", "REF-7">},
     [](Seams& seams) { filter_ports<BorrowingPort>(seams, any_request); }},
    {{"request-leaks-reference", "A NextAsync request that succeeds leaves a reference on its sink.", clauses<"REF-13">},
     [](Seams& seams) { filter_ports<KeepingPort>(seams, any_request); }},
    {{"enumerator-outlives-client", "An enumerator lives on when its client has let it go.", clauses<"REF-16">},
     filter_enumerators<ImmortalEnumerator>},
    {{"abandoned-request-leaks-reference", "A NextAsync request that ends with its enumerator leaves a reference.",
      clauses<"REF-16">},
     [](Seams& seams) { filter_ports<KeepingWhenCancelledPort>(seams, any_request); }},
    {{"request-without-sink-accepted", "NextAsync without a sink succeeds.", clauses<"ARG-25">},
     filter_enumerators<CarelessEnumerator>},
    {{"empty-request-accepted", "NextAsync for no objects returns WBEM_S_NO_ERROR.", clauses<"ARG-25">},
     filter_enumerators<ObligingEnumerator>},
};

}  // namespace

std::span<const DefectEntry> request_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
