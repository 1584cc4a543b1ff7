#include "mock_provider/defects/sink_ledger.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "mock_provider/defects/port_filter.h"

namespace wbemcheck::mock {

namespace {

// The sink in one of whose callbacks this thread is; never dereferenced.
thread_local const IWbemObjectSink* callback_of = nullptr;

}  // namespace

// Behind the ports of the defect, so that it sees what really goes to the sink.
class LedgerPort final : public PortFilter {
public:
    LedgerPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
               std::shared_ptr<SinkLedger> ledger)
        : PortFilter(std::move(inner), sink, call), ledger_(std::move(ledger)) {}

    void accept() noexcept override {
        ledger_->note_accepted(sink(), call().method);
        PortFilter::accept();
    }
    HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept override {
        return count([&] { return PortFilter::indicate(objects); });
    }
    HRESULT report_progress(HRESULT progress) noexcept override {
        return count([&] { return PortFilter::report_progress(progress); });
    }
    HRESULT send_final(const FinalStatus& final_status) noexcept override {
        ledger_->note_final(sink(), call().method);
        return count([&] { return PortFilter::send_final(final_status); });
    }
    void release() noexcept override {
        PortFilter::release();
        ledger_->note_released(sink());
    }

private:
    template <class Call>
    HRESULT count(Call call) noexcept {
        const IWbemObjectSink* const outer = std::exchange(callback_of, &sink());
        ledger_->note_entered(sink());
        const HRESULT answer = call();
        ledger_->note_left(sink());
        callback_of = outer;
        return answer;
    }

    const std::shared_ptr<SinkLedger> ledger_;
};

std::shared_ptr<SinkLedger> keep_ledger(Seams& seams) {
    auto ledger = std::make_shared<SinkLedger>();
    filter_ports<LedgerPort>(seams, any_call, ledger);
    return ledger;
}

const SinkLedger::Account* SinkLedger::find(const IWbemObjectSink* sink) const {
    const auto entry = accounts_.find(sink);
    return entry == accounts_.end() ? nullptr : &entry->second.second;
}

std::size_t SinkLedger::count_pending(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    const Account* const account = find(sink);
    if (account == nullptr) {
        return 0;
    }
    return std::accumulate(account->pending.begin(), account->pending.end(), std::size_t{0},
                           [](std::size_t sum, const auto& entry) { return sum + entry.second; });
}

std::size_t SinkLedger::count_pending(AsyncMethod method) const {
    const std::scoped_lock lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [address, entry] : accounts_) {
        const auto pending = entry.second.pending.find(method);
        sum += pending == entry.second.pending.end() ? 0 : pending->second;
    }
    return sum;
}

bool SinkLedger::is_known(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    return find(sink) != nullptr;
}

bool SinkLedger::is_over(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    const Account* const account = find(sink);
    return account != nullptr && account->unreleased == 0;
}

std::vector<IWbemObjectSink*> SinkLedger::find_pending(AsyncMethod method) const {
    const std::scoped_lock lock(mutex_);
    std::vector<IWbemObjectSink*> found;
    for (const auto& [address, entry] : accounts_) {
        const auto pending = entry.second.pending.find(method);
        if (pending != entry.second.pending.end() && pending->second != 0) {
            found.push_back(entry.first);
        }
    }
    return found;
}

std::size_t SinkLedger::count_answered(const IWbemObjectSink* sink) const {
    const std::scoped_lock lock(mutex_);
    const Account* const account = find(sink);
    return account == nullptr ? 0 : account->answered;
}

void SinkLedger::wait_for_answers(const IWbemObjectSink* sink, std::size_t count, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [&] {
        const Account* const account = find(sink);
        return account == nullptr || account->answered >= count;
    });
}

void SinkLedger::wait_until_over(const IWbemObjectSink* sink, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [&] {
        const Account* const account = find(sink);
        return account == nullptr || account->unreleased == 0;
    });
}

void SinkLedger::wait_for_callbacks(const IWbemObjectSink* sink) {
    if (callback_of == sink) {
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
        const Account* const account = find(sink);
        return account == nullptr || account->in_progress == 0;
    });
}

void SinkLedger::wait_for_all_callbacks(std::chrono::milliseconds limit) {
    if (callback_of != nullptr) {
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [&] {
        return std::ranges::all_of(accounts_, [](const auto& entry) { return entry.second.second.in_progress == 0; });
    });
}

void SinkLedger::note_accepted(IWbemObjectSink& sink, AsyncMethod method) {
    const std::scoped_lock lock(mutex_);
    auto& [address, account] = accounts_[&sink];
    address = &sink;
    ++account.pending[method];
    ++account.unreleased;
}

void SinkLedger::note_final(IWbemObjectSink& sink, AsyncMethod method) {
    const std::scoped_lock lock(mutex_);
    --accounts_[&sink].second.pending[method];
}

void SinkLedger::note_released(IWbemObjectSink& sink) {
    const std::scoped_lock lock(mutex_);
    --accounts_[&sink].second.unreleased;
    changed_.notify_all();
}

void SinkLedger::note_entered(IWbemObjectSink& sink) {
    const std::scoped_lock lock(mutex_);
    ++accounts_[&sink].second.in_progress;
}

void SinkLedger::note_left(IWbemObjectSink& sink) {
    const std::scoped_lock lock(mutex_);
    Account& account = accounts_[&sink].second;
    --account.in_progress;
    ++account.answered;
    changed_.notify_all();
}

}  // namespace wbemcheck::mock
