#include "harness/runner/exploration.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "harness/com/hresult.h"
#include "harness/contract/judge.h"
#include "harness/runner/evaluate.h"
#include "harness/stage/director.h"
#include "harness/stage/schedule_search.h"
#include "harness/trace/origin.h"
#include "harness/trace/trace_reader.h"
#include "scenarios/play.h"

namespace wbemcheck::runner {
namespace {

using scenarios::ExploredCall;
using scenarios::Outcome;
using stage::Schedule;
using stage::Turn;
using Clock = std::chrono::steady_clock;

// A subject that says when it is at rest needs no generous budgets: at rest nothing comes any more, however long one
// waits. The director gives what is owed more time than that, since a timer of the subject may be what it waits for.
constexpr double kScaleAtRest = 0.001;
constexpr double kDirectorScale = 0.02;

// A space that is broken in this many schedules is broken; what is left of it would say no more.
constexpr std::uint64_t kMostBroken = 200;

// To make the schedules of one space smaller. Where every try waits for silence, what has been found by then must do.
constexpr auto kLongestShrinking = std::chrono::seconds(15);

constexpr auto kSignOfLife = std::chrono::milliseconds(500);

// A row of events as one number: what happened in which order, on which of the threads, but not when, and no addresses.
class OrderDigest {
public:
    void add(const trace::Record& record) {
        const trace::Event& event = record.event;
        mix(static_cast<std::uint64_t>(event.kind) << 16 | event.method);
        mix(std::uint64_t{event.object} << 32 | event.call);
        mix(static_cast<std::uint32_t>(event.result));
        mix(record.thread);
        const bool is_count = event.kind == trace::EventKind::kAddRef || event.kind == trace::EventKind::kRelease ||
                              event.kind == trace::EventKind::kCallbackEntered;
        if (is_count) mix(static_cast<std::uint64_t>(event.value));
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    void mix(std::uint64_t part) noexcept {
        value_ = (value_ ^ part) * 0x9e3779b97f4a7c15ULL;
        value_ ^= value_ >> 29;
    }
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

std::uint64_t digest_of(trace::TraceReader& reader) {
    OrderDigest digest;
    trace::Record record;
    while (reader.next(record)) {
        const bool is_origin = record.event.kind == trace::EventKind::kMark &&
                               static_cast<trace::MarkKind>(record.event.method) == trace::MarkKind::kOrigin;
        if (!is_origin) digest.add(record);
    }
    return digest.value();
}

class Explorer {
public:
    Explorer(const Exploring& exploring, subject::Subject& subject)
        : exploring_(exploring), subject_(subject), budgets_(exploring.budgets) {
        found_.report.tells_activity = subject.activity().has_value();
        stage::TimeBudgets director_budgets = budgets_;
        if (found_.report.tells_activity) {
            director_budgets.scale *= kDirectorScale;
            budgets_.scale *= kScaleAtRest;
            budgets_.silence = stage::Milliseconds(0);
        }
        judge_.maps_coverage = false;
        judge_.profile = exploring.profile;
        judge_.describe_result = [](std::int32_t result) { return com::describe_hresult(result); };
        director_ = std::make_shared<stage::Director>(
            [&subject]() -> std::optional<stage::SubjectActivity> {
                const auto activity = subject.activity();
                if (!activity) return std::nullopt;
                return stage::SubjectActivity{activity->busy, activity->outside};
            },
            director_budgets);
    }

    Exploration explore() {
        const auto material_trace = exploring_.trace.parent_path() / (exploring_.trace.stem().string() + ".material");
        auto material_stage =
            exploring_.make_stage(std::make_shared<trace::Recorder>(material_trace, exploring_.trace_limit), exploring_.budgets);
        material_stage->play(exploring_.id, [&](stage::Stage& stage) {
            try {
                prepare(stage);
                subject_.set_ordered(true);
                if (exploring_.limits.seed != 0) {
                    draw();
                } else {
                    search();
                }
            } catch (const stage::SituationMissing& missing) {
                found_.obstacle = missing.what();
            }
            subject_.set_ordered(false);
        });
        keep(std::move(material_stage));
        std::error_code ignored;
        std::filesystem::remove(material_trace, ignored);
        return std::move(found_);
    }

private:
    using Key = std::pair<std::string, reports::Verdict>;
    using Breaches = std::map<Key, const contract::Finding*>;  // borrowed from the judgement

    void prepare(stage::Stage& stage) {
        const ExploredCall& call = exploring_.space.call;
        if (!scenarios::is_repeatable(call.method)) return;
        material_.emplace();
        material_->arguments = scenarios::make_arguments(stage, subject_.vocabulary(), call.method, call.outcome);
        const stage::Reference first = stage.client().call_synchronously(material_->arguments);
        if (first == stage.client().call_synchronously(material_->arguments)) material_->reference = first;
    }

    void search() {
        stage::DepthFirstSearch order(exploring_.limits.preemptions);
        const auto begin = Clock::now();
        const auto waited = director_->waited();
        bool has_more = true;
        while (has_more && goes_on()) {
            play(exploring_.space.actions, exploring_.space.call, order);
            if (order.has_diverged()) ++found_.report.diverged;
            if (order.is_redundant()) {
                ++found_.report.redundant;
            } else {
                count(order.played());
            }
            has_more = order.advance();
        }
        // A subject that does not do the same after the same turns may have had others open that nobody saw.
        found_.report.is_exhausted = !has_more && found_.obstacle.empty() && found_.report.diverged == 0;
        end(begin, waited);
    }

    [[nodiscard]] bool goes_on() const {
        return found_.report.schedules < exploring_.limits.schedules && found_.obstacle.empty() && found_.report.broken < kMostBroken;
    }

    void draw() {
        stage::RandomSearch order(exploring_.limits.seed);
        const auto begin = Clock::now();
        const auto waited = director_->waited();
        while (goes_on()) {
            order.begin();
            play(exploring_.space.actions, exploring_.space.call, order);
            count(order.played());
        }
        end(begin, waited);
    }

    void end(Clock::time_point begin, Clock::duration waited) {
        found_.report.space = exploring_.id;
        found_.report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        found_.report.waited_seconds = std::chrono::duration<double>(director_->waited() - waited).count();
        shrinking_ends_ = Clock::now() + kLongestShrinking;
        for (auto& [key, breach] : breaches_) {
            if (key.second == reports::Verdict::kViolation) shrink(breach);
        }
        for (auto& [key, breach] : breaches_) found_.breaches.push_back(breach.found);
        // What stays in the trace is judged once more by the parent: the first order is the one that anybody expects.
        stage::FirstOrder first;
        play(exploring_.space.actions, exploring_.space.call, first);
    }

    void count(const Schedule& played) {
        ++found_.report.schedules;
        found_.report.turns += played.size();
        if (director_->was_blocked()) ++found_.report.blocked;
        trace::TraceReader reader = read();
        const auto [known, is_new] = orders_.try_emplace(digest_of(reader));
        Order& order = known->second;
        if (is_new) {
            ++found_.report.orders;
            const contract::Judgement judgement = contract::judge_trace(reader, judge_);
            for (const std::string* obstacle :
                 {&judgement.situation_missing, &judgement.not_applicable, &judgement.harness_fault}) {
                if (!obstacle->empty()) found_.obstacle = *obstacle;
            }
            order.tallies = judgement.tallies;
            for (const auto& [key, finding] : breaches_in(judgement)) {
                order.broken.push_back(key);
                const auto [entry, is_first] = breaches_.try_emplace(key);
                if (!is_first) continue;
                const std::string schedule = id_of(exploring_.space.call, played);
                entry->second.schedule = played;
                entry->second.found = {key.first, key.second, schedule, schedule, finding->expected, finding->actual, 0};
            }
        }
        for (const contract::ClauseTally& tally : order.tallies) {
            found_.opportunities[std::string(tally.clause)] += tally.opportunities;
        }
        bool is_broken = false;
        for (const Key& key : order.broken) {
            ++breaches_[key].found.schedules;
            is_broken = is_broken || key.second == reports::Verdict::kViolation;
        }
        if (is_broken) ++found_.report.broken;
    }

    static std::string id_of(const ExploredCall& call, const Schedule& schedule) {
        return scenarios::id_of(scenarios::ExploredSchedule{call, schedule});
    }

    static Breaches breaches_in(const contract::Judgement& judgement) {
        Breaches breaches;
        for (const contract::Finding& finding : judgement.findings) {
            if (finding.reading.empty()) breaches.emplace(Key(finding.clause, verdict_of(finding.grade)), &finding);
        }
        return breaches;
    }

    // The trace of the schedule that was played last. Its file is mapped once, and again when it has grown.
    [[nodiscard]] trace::TraceReader read() {
        if (view_ == nullptr || view_->size() != std::filesystem::file_size(exploring_.trace)) {
            view_ = std::make_shared<const trace::MappedView>(exploring_.trace);
        }
        return {exploring_.trace.string(), view_};
    }

    // Plays one schedule into a trace of its own.
    void play(const std::vector<Turn>& actions, const ExploredCall& call, stage::TurnChooser& order) {
        if (const auto now = Clock::now(); exploring_.is_alive && now - last_sign_ >= kSignOfLife) {
            exploring_.is_alive(found_.report.schedules);
            last_sign_ = now;
        }
        if (recorder_ == nullptr) {
            recorder_ = std::make_shared<trace::Recorder>(exploring_.trace, exploring_.trace_limit);
        } else if (recorder_.use_count() == 1) {
            recorder_->restart();
        } else {
            recorder_ = recorder_->succeed();  // a sink that the subject still holds may be called at any time
        }
        trace::record_origin(*recorder_, exploring_.origin);
        auto stage = exploring_.make_stage(recorder_, budgets_);
        const bool is_the_call = call.outcome == exploring_.space.call.outcome;
        stage->keep(director_);
        stage->play(exploring_.id, [&](stage::Stage& played) {
            scenarios::play_schedule(played, subject_.vocabulary(), call, actions, order, *director_,
                                     material_ && is_the_call ? &*material_ : nullptr);
        });
        if (!stage->is_clear() || !director_->is_idle()) keep(std::move(stage));
    }

    // What the judge says of one order, and of every schedule that gives it.
    struct Order {
        std::vector<contract::ClauseTally> tallies;
        std::vector<Key> broken;
    };
    struct Breach {
        FoundBreach found;
        Schedule schedule;
    };

    // Takes away what the breach does not need: objects first, since every one of them costs turns; then turns, one by one
    // from the last, until none can go.
    void shrink(Breach& breach) {
        ExploredCall call = exploring_.space.call;
        Schedule smallest = breach.schedule;
        for (const Outcome fewer : {Outcome::kNone, Outcome::kOne}) {
            const ExploredCall smaller{call.method, fewer};
            if (fewer >= call.outcome || !scenarios::can_have(call.method, fewer) ||
                !scenarios::lacks(subject_.vocabulary(), call.method, fewer).empty()) {
                continue;
            }
            if (std::optional<Schedule> found = with_fewer_callbacks(breach.found.clause, smaller, smallest)) {
                smallest = std::move(*found);
                call = smaller;
                break;
            }
        }
        bool is_smaller = true;
        while (is_smaller) {
            is_smaller = false;
            for (std::size_t i = smallest.size(); i-- > 0;) {
                Schedule without = smallest;
                without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
                if (Clock::now() >= shrinking_ends_) break;
                if (without.empty() || !shows(breach.found.clause, call, without)) continue;
                smallest = std::move(without);
                is_smaller = true;
            }
        }
        breach.found.schedule = id_of(call, smallest);
    }

    // The schedule with up to so many callbacks taken out, whichever they are, that shows the breach with this call.
    [[nodiscard]] std::optional<Schedule> with_fewer_callbacks(const std::string& clause, const ExploredCall& call,
                                                               const Schedule& schedule) {
        constexpr unsigned kMostTakenOut = 4;
        constexpr unsigned kMostTries = 2000;
        unsigned tries = 0;
        std::optional<Schedule> found;
        const std::function<bool(const Schedule&, std::size_t, unsigned)> search = [&](const Schedule& from,
                                                                                      std::size_t begin, unsigned left) {
            if (left == 0) {
                if (++tries > kMostTries || Clock::now() >= shrinking_ends_) return true;
                if (!shows(clause, call, from)) return false;
                found = from;
                return true;
            }
            for (std::size_t i = begin; i < from.size(); ++i) {
                if (from[i].kind != stage::TurnKind::kCallback) continue;
                Schedule without = from;
                without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
                if (search(without, i, left - 1)) return true;
            }
            return false;
        };
        for (unsigned taken_out = 0; taken_out <= kMostTakenOut; ++taken_out) {
            if (search(schedule, 0, taken_out)) break;
        }
        return found;
    }

    [[nodiscard]] bool shows(const std::string& clause, const ExploredCall& call, const Schedule& schedule) {
        stage::FixedSchedule order(schedule);
        play(scenarios::actions_of(schedule), call, order);
        trace::TraceReader reader = read();
        const contract::Judgement judgement = contract::judge_trace(reader, judge_);
        return breaches_in(judgement).contains({clause, reports::Verdict::kViolation});
    }

    void keep(std::unique_ptr<stage::Stage> stage) {
        // For as long as the process lives: the subject may call its sinks at any time.
        static auto* kept = new std::vector<std::unique_ptr<stage::Stage>>;
        kept->push_back(std::move(stage));
    }

    const Exploring& exploring_;
    Clock::time_point last_sign_ = Clock::now();
    subject::Subject& subject_;
    stage::TimeBudgets budgets_;
    contract::JudgeOptions judge_;
    std::shared_ptr<stage::Director> director_;
    std::shared_ptr<trace::Recorder> recorder_;
    std::shared_ptr<const trace::MappedView> view_;
    Clock::time_point shrinking_ends_{};
    std::optional<scenarios::ExploredMaterial> material_;
    std::map<std::uint64_t, Order> orders_;  // by digest
    std::map<Key, Breach> breaches_;
    Exploration found_;
};

}  // namespace

Exploration explore(const Exploring& exploring, subject::Subject& subject) {
    return Explorer(exploring, subject).explore();
}

}  // namespace wbemcheck::runner
