#include "harness/runner/behaviour.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "harness/contract/history.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::runner {
namespace {

using contract::History;
using contract::Sink;
using reports::BehaviourChain;
using trace::EventKind;
using trace::MarkKind;
using trace::Method;

constexpr std::size_t kLongest = 40;  // steps of one chain that are kept; what parts later is one more difference, not the first

class Reduction {
public:
    explicit Reduction(std::string trace) : history_(std::move(trace)) {}

    void take(const trace::Record& record) {
        const trace::Event& event = record.event;
        switch (event.kind) {
            case EventKind::kCallEntered: calls_[event.call] = call_text(event, "has not returned"); break;
            case EventKind::kCallReturned: calls_[event.call] = call_text(event, com::describe_hresult(event.result)); break;
            case EventKind::kCallbackEntered: add_callback(record); break;
            case EventKind::kMark:
                if (static_cast<MarkKind>(event.method) == MarkKind::kRestPoint) add_rest(event.object);
                break;
            default: break;
        }
        history_.take(record);
    }

    [[nodiscard]] std::vector<BehaviourChain> finish() {
        std::vector<BehaviourChain> chains;
        BehaviourChain client{.who = "client", .steps = {}};
        for (auto& [id, text] : calls_) add(client.steps, std::move(text));
        if (!client.steps.empty()) chains.push_back(std::move(client));
        std::size_t number = 0;
        for (auto& [id, steps] : sinks_) {
            const Sink* const sink = history_.sink(id);
            if (sink != nullptr && sink->accepted > 1) std::sort(steps.begin(), steps.end());
            BehaviourChain chain{.who = fmt::format("sink {}", ++number), .steps = {}};
            for (std::string& step : steps) add(chain.steps, std::move(step));
            chains.push_back(std::move(chain));
        }
        return chains;
    }

private:
    static std::string call_text(const trace::Event& event, const std::string& outcome) {
        return fmt::format("{}: {}", trace::name_of(static_cast<Method>(event.method)), outcome);
    }

    // Arrays in a row are one step, and so is a rest that goes on. A second final or a second call is one more.
    static void add(std::vector<std::string>& steps, std::string step) {
        const bool goes_on = (step.starts_with("objects") || step.starts_with("at rest")) && !steps.empty() && steps.back() == step;
        if (steps.size() < kLongest && !goes_on) steps.push_back(std::move(step));
    }

    void add_callback(const trace::Record& record) {
        const trace::Event& event = record.event;
        std::string step;
        if (static_cast<Method>(event.method) == Method::kIndicate) {
            step = event.value == 0 ? "Indicate without objects" : "objects";
        } else {
            step = fmt::format("SetStatus({}, {})",
                               event.value == 0   ? "COMPLETE"
                               : event.value == 2 ? "PROGRESS"
                                                  : fmt::format("0x{:x}", event.value),
                               com::describe_hresult(event.result));
        }
        if (is_on_calling_thread(record)) step += ", on the thread of the call";
        add(sinks_[event.object], std::move(step));
    }

    // Within the call that carries the sink, by the thread that made it.
    [[nodiscard]] bool is_on_calling_thread(const trace::Record& record) const {
        return std::any_of(history_.open_calls().begin(), history_.open_calls().end(), [&](const auto& open) {
            return open.second.thread == record.thread && open.second.sink == record.event.object;
        });
    }

    void add_rest(std::uint32_t id) {
        const Sink* const sink = history_.sink(id);
        if (sink == nullptr || !sink->was_touched || sink->is_behind_stub) return;
        add(sinks_[id], sink->held == 0 ? "at rest: no reference kept"
                                        : fmt::format("at rest: {} {}", sink->held > 0 ? "references kept:" : "released too often:",
                                                      sink->held > 0 ? sink->held : -sink->held));
    }

    History history_;
    std::map<std::uint32_t, std::string> calls_;               // in the order in which they were made
    std::map<std::uint32_t, std::vector<std::string>> sinks_;  // in the order in which they were made
};

}  // namespace

std::vector<BehaviourChain> behaviour_in(const std::filesystem::path& trace) {
    trace::TraceReader reader(trace);
    Reduction reduction(reader.path());
    trace::Record record;
    while (reader.next(record)) reduction.take(record);
    return reduction.finish();
}

}  // namespace wbemcheck::runner
