#include "harness/probe/forwarding_sink.h"

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "harness/com/com_object.h"
#include "harness/com/hresult.h"
#include "harness/probe/call_record.h"

namespace wbemcheck::probe {
namespace {

class ForwardingSink final : public com::ComObject<IWbemObjectSink> {
public:
    ForwardingSink(com::com_ptr<IWbemObjectSink> sink, std::shared_ptr<HostLedger> ledger,
                   std::shared_ptr<ForwardingSinks> directory, std::uint32_t call, trace::Method method)
        : sink_(std::move(sink)), ledger_(std::move(ledger)), directory_(std::move(directory)), call_(call) {
        what_ = "an object from ";
        what_ += trace::name_of(method);
    }

    void enter() { number_.store(directory_->enter(sink_.get(), com::retain_ptr<IWbemObjectSink>(this))); }

    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const std::shared_ptr<ForwardingSinks> directory = directory_;  // outlives this
        const std::uint64_t number = number_.load();
        const ULONG left = release_reference();
        if (left == 1) directory->leave(number);  // the last one is the directory's own
        return left;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) noexcept override {
        return com::guard([&] {
            if (objects == nullptr || count <= 0) return forward([&] { return sink_->Indicate(count, objects); });
            Loans loans(*ledger_);
            for (LONG i = 0; i < count; ++i) loans.add(objects[i], call_, what_);
            return forward([&] { return sink_->Indicate(count, loans.data()); });
        });
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR text,
                                        IWbemClassObject* object) noexcept override {
        return com::guard([&] {
            Loans loans(*ledger_);
            loans.add(object, call_, what_);
            return forward([&] { return sink_->SetStatus(flags, result, text, *loans.data()); });
        });
    }

private:
    // What is lent for one callback.
    class Loans {
    public:
        explicit Loans(HostLedger& ledger) noexcept : ledger_(ledger) {}
        Loans(const Loans&) = delete;
        Loans& operator=(const Loans&) = delete;
        ~Loans() {
            for (IWbemClassObject* const lent : lent_) {
                if (lent == nullptr) continue;
                trace::Event ended;
                ended.kind = trace::EventKind::kMark;
                ended.method = static_cast<std::uint16_t>(trace::MarkKind::kLoanEnded);
                ended.object = ledger_.id_of(lent);
                ledger_.recorder().record(ended);
                ledger_.take_back(lent);
            }
        }

        void add(IWbemClassObject* object, std::uint32_t call, const std::string& what) {
            lent_.push_back(nullptr);
            if (object != nullptr) lent_.back() = ledger_.lend(com::retain_ptr(object), call, what);
        }
        // The array that the callback gets: the sink may write into it.
        [[nodiscard]] IWbemClassObject** data() {
            passed_ = lent_;
            return passed_.data();
        }

    private:
        HostLedger& ledger_;
        std::vector<IWbemClassObject*> lent_;
        std::vector<IWbemClassObject*> passed_;
    };

    HRESULT forward(const std::function<HRESULT()>& body) noexcept {
        return call_subject(ledger_->recorder(), call_, body);
    }

    const com::com_ptr<IWbemObjectSink> sink_;
    const std::shared_ptr<HostLedger> ledger_;
    const std::shared_ptr<ForwardingSinks> directory_;
    const std::uint32_t call_;
    std::string what_;                      // set once, by the constructor
    std::atomic<std::uint64_t> number_{0};  // of the entry in the directory; set before anybody else has a pointer
};

}  // namespace

std::vector<com::com_ptr<IWbemObjectSink>> ForwardingSinks::of(IWbemObjectSink* sink) const {
    std::vector<com::com_ptr<IWbemObjectSink>> found;
    const std::lock_guard lock(mutex_);
    for (const auto& [number, entry] : entries_) {
        if (entry.sink == sink) found.push_back(entry.forwarding);
    }
    return found;
}

std::uint64_t ForwardingSinks::enter(IWbemObjectSink* sink, com::com_ptr<IWbemObjectSink> forwarding) {
    const std::lock_guard lock(mutex_);
    entries_.emplace(++next_, Entry{sink, std::move(forwarding)});
    return next_;
}

void ForwardingSinks::leave(std::uint64_t number) noexcept {
    com::com_ptr<IWbemObjectSink> last;  // released when the lock is: the provider's sink is called then
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found == entries_.end()) return;
    last = std::move(found->second.forwarding);
    entries_.erase(found);
}

com::com_ptr<IWbemObjectSink> make_forwarding_sink(com::com_ptr<IWbemObjectSink> sink,
                                                   std::shared_ptr<HostLedger> ledger,
                                                   std::shared_ptr<ForwardingSinks> directory, std::uint32_t call,
                                                   trace::Method method) {
    com::com_ptr<ForwardingSink> made =
        com::make_com<ForwardingSink>(std::move(sink), std::move(ledger), std::move(directory), call, method);
    made->enter();
    return made;
}

}  // namespace wbemcheck::probe
