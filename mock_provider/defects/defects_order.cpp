// ORD: callbacks out of order or at the same time, and objects that are lost, doubled or changed on the way.
#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/object_filters.h"
#include "mock_provider/defects/port_filter.h"
#include "mock_provider/defects/sink_ledger.h"

namespace wbemcheck::mock {

namespace {

using Objects = std::span<IWbemClassObject*>;

// Keeps the last object back, as long as there is none behind it, and delivers it behind the final status.
class ObjectAfterFinalPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> due;
        const com::com_ptr<IWbemClassObject> before = std::exchange(kept_, com::retain_ptr(objects.back()));
        if (before) {
            due.push_back(before.get());
        }
        due.insert(due.end(), objects.begin(), objects.end() - 1);
        return due.empty() ? WBEM_S_NO_ERROR : PortFilter::indicate(due);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        const HRESULT answer = PortFilter::send_final(final_status);
        if (SUCCEEDED(final_status.result) && kept_) {
            IWbemClassObject* last[] = {kept_.get()};
            PortFilter::indicate(last);
        }
        return answer;
    }

private:
    com::com_ptr<IWbemClassObject> kept_;
};

// Delivers the two halves of a batch from two threads.
class HalvesPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        const std::size_t half = objects.size() / 2;
        if (half == 0) {
            return PortFilter::indicate(objects);
        }
        HRESULT second = WBEM_S_NO_ERROR;
        std::jthread other([&] { second = PortFilter::indicate(objects.subspan(half)); });
        const HRESULT first = PortFilter::indicate(objects.first(half));
        other.join();
        return FAILED(first) ? first : second;
    }
};

// Sends the final status from another thread, a moment after its only Indicate has begun: a sink that takes its time in
// that one is still in it.
class FinalBesideIndicatePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        other_ = std::jthread([this] {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));  // nothing tells when the sink has been entered
            PortFilter::send_final({});
        });
        return PortFilter::indicate(objects);
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        if (!other_.joinable()) {
            return PortFilter::send_final(final_status);
        }
        other_.join();
        return WBEM_S_NO_ERROR;
    }

private:
    std::jthread other_;
};

// Delivers batches of several objects as `Change` makes them.
template <void (*Change)(std::vector<IWbemClassObject*>& objects)>
class ChangedBatchPort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        std::vector<IWbemClassObject*> changed(objects.begin(), objects.end());
        if (changed.size() > 1) {
            Change(changed);
        }
        return PortFilter::indicate(changed);
    }
};

void double_last(std::vector<IWbemClassObject*>& objects) { objects.push_back(objects.back()); }
void replace_last(std::vector<IWbemClassObject*>& objects) { objects.back() = objects.front(); }
void alter_last(std::vector<IWbemClassObject*>& objects) { alter(*objects.back()); }

// Loses the last object of a batch of several when another operation was pending as this one began.
class LossyBesidesPort final : public PortFilter {
public:
    LossyBesidesPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                     std::shared_ptr<SinkLedger> ledger)
        : PortFilter(std::move(inner), sink, call), ledger_(std::move(ledger)) {}

    void accept() noexcept override {
        loses_ = ledger_->count_pending(call().method) != 0;
        PortFilter::accept();
    }
    HRESULT indicate(Objects objects) noexcept override {
        return PortFilter::indicate(loses_ && objects.size() > 1 ? objects.first(objects.size() - 1) : objects);
    }

private:
    const std::shared_ptr<SinkLedger> ledger_;
    bool loses_ = false;
};

// Loses the object behind an Indicate that was answered with a success code other than 0.
class LossyAfterFalsePort final : public PortFilter {
public:
    using PortFilter::PortFilter;

    HRESULT indicate(Objects objects) noexcept override {
        if (loses_next_) {
            objects = objects.subspan(1);
            loses_next_ = false;
            if (objects.empty()) {
                return WBEM_S_NO_ERROR;
            }
        }
        const HRESULT answer = PortFilter::indicate(objects);
        loses_next_ = answer > 0;
        return answer;
    }

private:
    bool loses_next_ = false;
};

constexpr DefectEntry kDefects[] = {
    {{"object-after-final", "A query delivers its last object after the final status.", clauses<"ORD-1", "ORD-2", "CAN-5">},
     [](Seams& seams) { filter_ports<ObjectAfterFinalPort>(seams, calls_of<AsyncMethod::kExecQuery>); }},
    {{"indicates-overlap",
      "CreateInstanceEnumAsync delivers the two halves of a batch at the same time, from two threads.",
      clauses<"ORD-3", "CAN-1", "CAN-4", "IND-6">},
     [](Seams& seams) { filter_ports<HalvesPort>(seams, calls_of<AsyncMethod::kCreateInstanceEnum>); }},
    {{"final-overlaps-indicate", "GetObjectAsync sends its final status while the Indicate before it is in progress.",
      clauses<"ORD-4", "CAN-7">},
     [](Seams& seams) { filter_ports<FinalBesideIndicatePort>(seams, calls_of<AsyncMethod::kGetObject>); }},
    {{"object-lost-beside-another", "A query that begins while another one is pending loses objects.",
      clauses<"ORD-8">},
     [](Seams& seams) {
         auto ledger = keep_ledger(seams);
         filter_ports<LossyBesidesPort>(seams, calls_of<AsyncMethod::kExecQuery>, std::move(ledger));
     }},
    {{"object-lost-after-false", "The object behind an Indicate that was answered with WBEM_S_FALSE is lost.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<LossyAfterFalsePort>(seams, any_finite_call); }},
    {{"object-doubled", "The last object of a batch is delivered twice.", clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<ChangedBatchPort<double_last>>(seams, any_finite_call); }},
    {{"object-replaced", "The first object of a batch is delivered once more in place of the last.",
      clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<ChangedBatchPort<replace_last>>(seams, any_finite_call); }},
    {{"object-altered", "The last object of a batch has another value in one property.", clauses<"ORD-8">},
     [](Seams& seams) { filter_ports<ChangedBatchPort<alter_last>>(seams, calls_of<AsyncMethod::kExecQuery>); }},
};

}  // namespace

std::span<const DefectEntry> order_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
