#include "harness/stage/director.h"

#include <algorithm>

namespace wbemcheck::stage {
namespace {

thread_local bool t_is_hand = false;

// A subject that never comes to its end is let go in the end.
constexpr std::size_t kMostTurns = 10000;

// How often the director looks again at once, before it looks once in a while.
constexpr int kEagerLooks = 2000;

std::optional<TurnKind> kind_of(probe::CrossingKind crossing) noexcept {
    if (probe::is_inside_callback(crossing)) return TurnKind::kCallback;
    if (crossing == probe::CrossingKind::kAddRef) return TurnKind::kAddRef;
    return std::nullopt;
}

}  // namespace

struct Director::Held {
    Held(TurnKind kind_of_turn, std::uint8_t of_sink, bool is_of_client)
        : kind(kind_of_turn), sink(of_sink), is_client(is_of_client) {}

    TurnKind kind;
    std::uint8_t sink;
    bool is_client;       // on a thread of a client action
    bool may_go = false;  // guarded by mutex_ of the director
    // One for each, and no semaphore of the library: that looks again a few times before it sleeps, and every look costs
    // the one core two switches.
    std::condition_variable changed;  // with mutex_ of the director
};

// Parked between its actions, so that a schedule costs no thread.
struct Director::Hand {
    explicit Hand(Director& director)
        : of(director), thread([this, &director](const std::stop_token& stop) {
              t_is_hand = true;
              for (;;) {
                  {
                      std::unique_lock lock(director.mutex_);
                      changed.wait(lock, [&] { return work != nullptr || stop.stop_requested(); });
                      if (work == nullptr) return;
                  }
                  work();
                  director.note_end(*this);
              }
          }) {}
    ~Hand() {
        const std::lock_guard lock(of.mutex_);
        thread.request_stop();
        changed.notify_one();
    }
    Hand(const Hand&) = delete;
    Hand& operator=(const Hand&) = delete;

    Director& of;
    std::function<void()> work;       // guarded by mutex_ of the director; empty: it is free
    std::condition_variable changed;  // with mutex_ of the director
    std::jthread thread;  // last: it uses the others
};

Director::Director(ActivityQuestion activity, const TimeBudgets& budgets)
    : activity_(std::move(activity)), budgets_(budgets) {}

Director::~Director() = default;

void Director::begin() {
    const std::lock_guard lock(mutex_);
    is_holding_ = true;
    was_blocked_ = false;
}

bool Director::is_idle() const {
    const std::lock_guard lock(mutex_);
    return running_clients_ == 0;
}

void Director::note_end(Hand& hand) {
    const std::lock_guard lock(mutex_);
    hand.work = nullptr;
    --running_clients_;
    changed_.notify_all();
}

void Director::pass(std::uint8_t sink, probe::CrossingKind crossing) {
    const std::optional<TurnKind> kind = kind_of(crossing);
    if (!kind) return;
    std::unique_lock lock(mutex_);
    if (!is_holding_) return;
    Held held(*kind, sink, t_is_hand);
    held_.push_back(&held);
    changed_.notify_all();
    held.changed.wait(lock, [&held] { return held.may_go; });
}

std::vector<Turn> Director::open_turns(std::span<const ClientAction> actions, const std::vector<bool>& is_taken) const {
    std::vector<Turn> open;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& held : held_) {
            const auto before = std::count_if(open.begin(), open.end(), [&](const Turn& turn) {
                return turn.kind == held->kind && turn.sink == held->sink;
            });
            open.push_back({held->kind, held->sink, static_cast<std::uint8_t>(before + 1)});
        }
    }
    for (std::size_t i = 0; i < actions.size(); ++i) {
        // Calls on one sink are alike: the second begins after the first.
        const bool is_next = actions[i].turn.nth == 1 || is_taken[i - 1];
        if (!is_taken[i] && is_next) open.push_back(actions[i].turn);
    }
    std::sort(open.begin(), open.end());
    return open;
}

// Requires mutex_, so that what is held is what the subject says about its calls.
bool Director::is_quiet_by_activity() const {
    const std::optional<SubjectActivity> activity = activity_();
    const auto of_subject = static_cast<std::size_t>(
        std::count_if(held_.begin(), held_.end(), [](const auto& held) { return !held->is_client; }));
    return activity && activity->busy == 0 && activity->outside == of_subject;
}

bool Director::are_clients_quiet() const {
    const auto of_clients = static_cast<std::size_t>(
        std::count_if(held_.begin(), held_.end(), [](const auto& held) { return held->is_client; }));
    return running_clients_ == of_clients;
}

void Director::settle(const Owed& owed) {
    if (!activity_ || !activity_()) {
        settle_by_silence(owed);
        return;
    }
    const auto deadline = budgets_.arrival_deadline();
    const auto blocked_since = Clock::now();
    const auto patience = std::chrono::duration_cast<Clock::duration>(kCallPatience * budgets_.scale);
    for (int look = 0;; ++look) {
        {
            std::unique_lock lock(mutex_);
            if (is_quiet_by_activity()) {
                if (are_clients_quiet()) {
                    // What is owed and not there is on its way by a timer of the subject, or will never come.
                    if (held_.size() >= owed() || Clock::now() >= deadline) return;
                } else if (Clock::now() - blocked_since >= patience) {
                    was_blocked_ = true;
                    return;
                }
            } else if (Clock::now() >= deadline) {
                return;
            }
            if (look >= kEagerLooks) {
                const auto begin = Clock::now();
                changed_.wait_for(lock, std::chrono::milliseconds(1));
                waited_ += Clock::now() - begin;
            }
        }
        std::this_thread::yield();
    }
}

// The subject does not say what it does: it is at rest when all that is owed is held, or nothing has come for the window.
void Director::settle_by_silence(const Owed& owed) {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (are_clients_quiet() && held_.size() >= owed()) return;
        const std::size_t held = held_.size();
        const std::size_t running = running_clients_;
        const auto begin = Clock::now();
        const bool has_moved = changed_.wait_for(lock, budgets_.silence_window(), [&] {
            return held_.size() != held || running_clients_ != running;
        });
        waited_ += Clock::now() - begin;
        if (has_moved) continue;
        was_blocked_ = was_blocked_ || !are_clients_quiet();
        return;
    }
}

void Director::let_go(const Turn& turn) {
    const std::lock_guard lock(mutex_);
    unsigned nth = 0;
    for (auto held = held_.begin(); held != held_.end(); ++held) {
        if ((*held)->kind != turn.kind || (*held)->sink != turn.sink || ++nth != turn.nth) continue;
        (*held)->may_go = true;
        (*held)->changed.notify_one();  // under the mutex: it is gone as soon as it sees this
        held_.erase(held);
        return;
    }
}

void Director::run(const ClientAction& action) {
    const auto is_free = [&](const auto& hand) {
        const std::lock_guard lock(mutex_);
        return hand->work == nullptr;
    };
    auto hand = std::find_if(hands_.begin(), hands_.end(), is_free);
    if (hand == hands_.end()) hand = hands_.insert(hands_.end(), std::make_unique<Hand>(*this));
    const std::lock_guard lock(mutex_);
    ++running_clients_;
    (*hand)->work = action.act;
    (*hand)->changed.notify_one();
}

void Director::direct(std::span<const ClientAction> actions, TurnChooser& chooser, const Owed& owed,
                      const std::function<void(const Turn&)>& took) {
    std::vector<bool> is_taken(actions.size());
    bool is_choosing = true;
    for (std::size_t turns = 0; turns < kMostTurns; ++turns) {
        settle(owed);
        const std::vector<Turn> open = open_turns(actions, is_taken);
        std::optional<Turn> turn;
        if (is_choosing && !open.empty()) turn = chooser.choose(open);
        if (!turn) {
            is_choosing = false;
            if (!open.empty() && open.front().kind <= TurnKind::kAddRef) turn = open.front();
        }
        if (!turn) break;
        took(*turn);
        const auto action = std::find_if(actions.begin(), actions.end(),
                                         [&](const ClientAction& known) { return known.turn == *turn; });
        if (action == actions.end()) {
            let_go(*turn);
        } else {
            is_taken[static_cast<std::size_t>(action - actions.begin())] = true;
            run(*action);
        }
    }
    stop_holding();
}

void Director::stop_holding() {
    std::unique_lock lock(mutex_);
    is_holding_ = false;
    for (Held* const held : held_) {
        held->may_go = true;
        held->changed.notify_one();
    }
    held_.clear();
    // An action that is still under way belongs to this play.
    (void)changed_.wait_until(lock, budgets_.arrival_deadline(), [&] { return running_clients_ == 0; });
}

}  // namespace wbemcheck::stage
