// How a placement is played.
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "scenarios/play.h"
#include "scenarios/walk.h"

namespace wbemcheck::scenarios {
namespace {

using probe::Crossing;
using probe::CrossingKind;
using stage::CallArguments;
using stage::Client;
using stage::Stage;
using stage::StagedSink;
using subject::Vocabulary;
using trace::Method;

// Events that a walked notification query gets, one after the other.
constexpr std::uint64_t kEvents = 2;

// One operation and the action that is placed in it. The crossing handler runs on any thread of the subject; everything
// that it uses is set up before the call is made.
class Walk {
public:
    Walk(Stage& stage, const Vocabulary& vocabulary, const Placement& placement)
        : stage_(stage), vocabulary_(vocabulary), placement_(placement) {}

    void play() {
        const Method method = placement_.method;
        (void)stage_.client();  // the first one measures; that of the operation may be let go
        const CallArguments arguments = make();
        prepare();
        client_ = &stage_.connect();
        stage::SinkPlan plan;
        const bool releases_sink = placement_.action == WalkAction::kReleaseSink;
        if (releases_sink) plan.initial_count = 0;
        plan.crossing = [this](const Crossing& crossing) { cross(crossing); };
        plan.answer = [this](const probe::Callback& callback) { return answer(callback); };
        StagedSink& sink = stage_.make_sink(std::move(plan));
        if (releases_sink) sink->client_add_ref();
        sink_ = &sink;

        cross({CrossingKind::kCallEntered, 1});
        const stage::Started started = stage_.start(*client_, arguments, sink);
        note_return();
        if (!started.accepted()) {
            is_over_ = true;
            if (releases_sink && !was_reached_) sink->client_release();
            if (was_reached_) return;
            Stage::stop(fmt::format("{} was refused with {}", trace::name_of(method), com::describe_hresult(started.result)));
        }
        cross({CrossingKind::kCallReturned, 1});
        if (method == Method::kExecNotificationQueryAsync) {
            follow_events(sink);
        } else if (stage_.await_final(sink)) {
            (void)stage_.await_release(sink);
            stage_.join_actions();
            measure(stage_, vocabulary_, arguments, placement_.outcome, started.call);
        }
        // A thread may have come to the point, and still be there: a call takes as long as patience lasts, and what a thread
        // does itself may never return.
        bool is_reached = placement_.action == WalkAction::kNone || await_reached(stage::kPatience);
        if (!is_reached && was_reached_) {
            (void)await_reached(2 * stage::kCallPatience);
            is_reached = true;
        }
        // What the subject still does to the sink belongs to the end of the client, who makes no call any more.
        is_over_ = true;
        stage_.join_actions();
        if (releases_sink && !is_reached) sink->client_release();
        compare_nested();
        if (!is_reached) not_reached();
    }

private:
    [[noreturn]] void not_reached() const {
        Stage::stop(fmt::format("{} was not reached while the operation was under way", name_of(placement_.point)));
    }

    CallArguments make() {
        if (placement_.method != Method::kExecNotificationQueryAsync) {
            return make_arguments(stage_, vocabulary_, placement_.method, placement_.outcome);
        }
        CallArguments arguments;
        arguments.method = placement_.method;
        arguments.query = vocabulary_.event_query;
        return arguments;
    }

    // What the action needs beside the operation itself.
    void prepare() {
        if (placement_.action == WalkAction::kCancelOther) {
            const CallArguments arguments = make();
            const bool is_notification = placement_.method == Method::kExecNotificationQueryAsync;
            // A subscription is at rest before its first event; any other operation is brought to rest in its first callback.
            other_ = &stage_.make_sink(is_notification ? stage::SinkPlan() : stage::holding(stage::at_any_callback()));
            (void)stage_.start_or_stop(arguments, *other_);
            if (!is_notification) stage_.await_held(*other_);
        }
        if (placement_.action == WalkAction::kNestedCall) {
            const Method nested = Method::kExecQueryAsync;
            if (!lacks(vocabulary_, nested, Outcome::kMany).empty()) {
                Stage::stop("nothing is known that could be called from inside a callback");
            }
            nested_ = make_arguments(stage_, vocabulary_, nested, Outcome::kMany);
        }
    }

    // The client makes the events come one by one; and it ends the subscription, unless the action has done that.
    void follow_events(StagedSink& sink) {
        const bool can_raise = !vocabulary_.event_trigger_path.empty();
        if (!can_raise) {
            // Nothing here makes events come, but a query that ends by itself is seen all the same.
            (void)sink->wait_until(stage::Clock::now() + 10 * stage_.budgets().silence_window(),
                                   [](const probe::SinkCounts& counts) { return counts.finals_left != 0; });
        }
        for (std::uint64_t event = 1; can_raise && event <= kEvents && !is_ended(sink); ++event) {
            const HRESULT result = raise_events(stage_.client(), vocabulary_, 1);
            if (leaves_subscription_alone()) stage_.note_events(sink, result, 1);
            (void)sink->wait_until(stage_.budgets().arrival_deadline(), [&](const probe::SinkCounts& counts) {
                return counts.finals_left != 0 || was_cancelled_ || (counts.objects >= event && counts.in_progress == 0);
            });
        }
        stage_.join_actions();
        if (placement_.action == WalkAction::kReleaseServices && was_reached_) return;  // the stage ends what is still there
        if (!is_ended(sink)) (void)stage_.cancel(*client_, sink);
        (void)stage_.await_release(sink);
    }

    // Otherwise nobody says how many events still come.
    [[nodiscard]] bool leaves_subscription_alone() const noexcept {
        switch (placement_.action) {
            case WalkAction::kNone:
            case WalkAction::kNestedCall:
            case WalkAction::kCancelOther:
            case WalkAction::kReleaseSink: return true;
            case WalkAction::kAnswer: return SUCCEEDED(placement_.answer);
            default: return false;
        }
    }

    [[nodiscard]] bool is_ended(StagedSink& sink) const {
        return was_cancelled_ || sink->counts().finals_entered != 0;
    }

    void note_return() {
        const std::lock_guard lock(mutex_);
        has_returned_ = true;
        returned_.notify_all();
    }

    // So that the order of the return and the callback does not depend on luck. A call that is made from inside the call
    // itself, or that the call waits for, cannot wait for its return.
    void await_return() {
        if (std::this_thread::get_id() == caller_) return;
        std::unique_lock lock(mutex_);
        const auto patience = std::chrono::duration_cast<stage::Clock::duration>(stage::kPatience * stage_.budgets().scale);
        (void)returned_.wait_for(lock, patience, [this] { return has_returned_; });
    }

    // The last release may have been seen, and its thread not yet have come to the point.
    [[nodiscard]] bool await_reached(stage::Milliseconds length) {
        std::unique_lock lock(mutex_);
        const auto patience = std::chrono::duration_cast<stage::Clock::duration>(length * stage_.budgets().scale);
        return has_acted_.wait_for(lock, patience, [this] { return is_done_; });
    }

    // So that two threads cancel at once. A thread that comes late is not waited for.
    void await_the_other() {
        std::unique_lock lock(mutex_);
        ++cancelling_;
        both_are_there_.notify_all();
        const auto patience = std::chrono::duration_cast<stage::Clock::duration>(stage::kPatience * stage_.budgets().scale);
        (void)both_are_there_.wait_for(lock, patience, [this] { return cancelling_ > 1; });
    }

    void note_done() {
        const std::lock_guard lock(mutex_);
        is_done_ = true;
        has_acted_.notify_all();
    }

    void cross(const Crossing& crossing) {
        if (placement_.action == WalkAction::kNone || placement_.action == WalkAction::kAnswer) return;
        if (crossing.kind != placement_.point.kind || crossing.ordinal != placement_.point.ordinal) return;
        if (is_over_ || was_reached_.exchange(true)) return;
        if (probe::is_inside_callback(crossing.kind)) await_return();
        act(crossing.kind);
        note_done();
    }

    HRESULT answer(const probe::Callback& callback) {
        if (placement_.action != WalkAction::kAnswer) return WBEM_S_NO_ERROR;
        const bool is_indicate = callback.method == Method::kIndicate;
        const bool is_the_kind = is_indicate == (placement_.point.kind == CrossingKind::kIndicateEntered);
        if (!is_the_kind || callback.ordinal != placement_.point.ordinal) return WBEM_S_NO_ERROR;
        was_reached_ = true;
        note_done();
        return placement_.answer;
    }

    void act(CrossingKind kind) {
        const auto cancel = [this] { this->cancel(*sink_); };
        switch (placement_.action) {
            case WalkAction::kCancel: start(kind, false, Method::kCancelAsyncCall, cancel); break;
            case WalkAction::kCancelWhileHeld: start(kind, true, Method::kCancelAsyncCall, cancel); break;
            case WalkAction::kCancelOnOwnThread: cancel(); break;
            case WalkAction::kCancelTwice:
                start(kind, true, Method::kCancelAsyncCall, [cancel] {
                    cancel();
                    cancel();
                });
                break;
            case WalkAction::kCancelFromTwoThreads: {
                const auto cancel_together = [this, cancel] {
                    await_the_other();
                    cancel();
                };
                stage_.act_meanwhile(cancel_together);
                start(kind, true, Method::kCancelAsyncCall, cancel_together);
                break;
            }
            case WalkAction::kCancelOther:
                stage_.act_while_held(*sink_, kind, *other_, Method::kCancelAsyncCall,
                                      [this] { (void)stage_.cancel(*other_); });
                break;
            case WalkAction::kReleaseSink: (*sink_)->client_release(); break;
            case WalkAction::kReleaseServices:
                was_cancelled_ = true;  // what comes of it then is open (CAN-16)
                start(kind, true, Method::kServicesRelease, [this] { client_->release(); });
                break;
            case WalkAction::kNestedCall: {
                const stage::Reference inside = stage_.client().call_synchronously(nested_);
                nested_call_ = stage_.client().note_nested_outcome(nested_.method, inside);
                break;
            }
            case WalkAction::kAnswer:
            case WalkAction::kNone: break;
        }
    }

    void start(CrossingKind kind, bool holds, Method method, std::function<void()> action) {
        if (kind == CrossingKind::kCallEntered || kind == CrossingKind::kCallReturned) {
            action();  // the client's own turn
        } else if (holds && is_held_at(kind)) {
            stage_.act_while_held(*sink_, kind, *sink_, method, std::move(action));
        } else {
            stage_.act_meanwhile(std::move(action));
        }
    }

    void cancel(StagedSink& sink) {
        if (SUCCEEDED(stage_.cancel(*client_, sink))) was_cancelled_ = true;
    }

    void compare_nested() {
        if (nested_call_ == 0) return;
        const stage::Reference first = stage_.client().call_synchronously(nested_);
        if (first != stage_.client().call_synchronously(nested_)) return;
        stage_.client().note_expected_outcome(nested_call_, first);
    }

    Stage& stage_;
    const Vocabulary& vocabulary_;
    const Placement placement_;
    const std::thread::id caller_ = std::this_thread::get_id();
    Client* client_ = nullptr;
    StagedSink* sink_ = nullptr;
    StagedSink* other_ = nullptr;
    CallArguments nested_;
    std::atomic<bool> was_reached_{false};
    std::atomic<bool> was_cancelled_{false};
    std::atomic<bool> is_over_{false};
    std::atomic<std::uint32_t> nested_call_{0};
    std::mutex mutex_;
    std::condition_variable returned_;  // with mutex_
    bool has_returned_ = false;         // guarded by mutex_
    std::condition_variable both_are_there_;  // with mutex_
    int cancelling_ = 0;                // guarded by mutex_: threads that are about to cancel together
    std::condition_variable has_acted_; // with mutex_
    bool is_done_ = false;              // guarded by mutex_: the action was started, or the answer given
};

std::string describe(const Placement& placement) {
    const auto method = trace::name_of(placement.method);
    if (placement.action == WalkAction::kNone) {
        return fmt::format("Runs {} and looks which points of the boundary it passes.", method);
    }
    return fmt::format("Runs {} and places one action in it: {}, {}.", method, name_of_action(placement),
                       name_of(placement.point));
}

}  // namespace

Scenario make_walk_scenario(const Placement& placement) {
    Scenario scenario;
    scenario.id = id_of(placement);
    scenario.description = describe(placement);
    const Placement undisturbed{placement.method, placement.outcome, WalkAction::kNone, S_OK, {}};
    if (placement.action != WalkAction::kNone) scenario.survey = id_of(undisturbed);
    scenario.needs = {placement.method};
    scenario.lacks = [placement](const Vocabulary& vocabulary) -> std::string {
        if (placement.method != Method::kExecNotificationQueryAsync) {
            return lacks(vocabulary, placement.method, placement.outcome);
        }
        return vocabulary.event_query.empty() ? "no notification query is known" : "";
    };
    scenario.play = [placement](Stage& stage, const Vocabulary& vocabulary) {
        // The subject may call the sink for as long as the stage lives.
        const auto walk = std::make_shared<Walk>(stage, vocabulary, placement);
        stage.keep(walk);
        walk->play();
    };
    return scenario;
}

std::vector<Scenario> walk_surveys() {
    std::vector<Scenario> surveys;
    for (const Placement& operation : walked_operations()) surveys.push_back(make_walk_scenario(operation));
    return surveys;
}

}  // namespace wbemcheck::scenarios
