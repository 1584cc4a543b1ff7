#include "harness/runner/supervise.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <fstream>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "harness/runner/process.h"
#include "harness/runner/worker.h"
#include "harness/runner/worker_failure.h"
#include "harness/subject/usage_error.h"
#include "harness/trace/origin.h"
#include "harness/trace/recorder.h"
#include "harness/trace/trace_reader.h"

namespace wbemcheck::runner {
namespace {

using stage::Clock;
using trace::Ending;

// A worker that records nothing for this long hangs: longer than any wait of a stage.
constexpr stage::Milliseconds kHangMargin{3000};
// A scenario whose subject never stops calling is ended all the same.
constexpr int kLongestInHangs = 8;
// The time that a worker gets to make its subject, before its first scenario.
constexpr stage::Milliseconds kStartUp{60000};
// The second net, for a worker that is faster than its parent looks: the system refuses memory far beyond the limit, where
// also what is only reserved counts.
constexpr std::uint64_t kMemoryMargin = 1024 * kBytesInMebibyte;
// How often the parent looks at what a worker has taken: between two looks a fast one takes some hundred MiB.
constexpr std::chrono::milliseconds kBetweenLooks{50};
// Batches per job: small enough that the jobs end together, large enough that starting workers costs little.
constexpr std::size_t kBatchesPerJob = 3;

Clock::duration hang_limit(const stage::TimeBudgets& budgets) {
    return std::chrono::duration_cast<Clock::duration>((budgets.arrival + kHangMargin) * budgets.scale);
}

ChildProcess start_worker(const std::string& executable, const std::filesystem::path& assignment,
                          const WorkerLimits& limits) {
    ProcessOptions options;
    if (limits.memory_mib != 0) options.memory_limit = 2 * limits.memory_mib * kBytesInMebibyte + kMemoryMargin;
    return ChildProcess::start(executable, {"worker", assignment.string()}, options);
}

std::optional<std::size_t> number_behind(std::string_view line, std::string_view word) {
    if (!line.starts_with(word)) return std::nullopt;
    std::size_t number = 0;
    const auto digits = line.substr(word.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// One job: takes batches until none is left.
class Job {
public:
    Job(const Supervision& supervision, std::deque<std::vector<AssignedScenario>>& batches, std::mutex& mutex,
        const std::function<void(const Played&)>& finished, unsigned number)
        : supervision_(supervision), batches_(batches), mutex_(mutex), finished_(finished), number_(number) {}

    void run() {
        for (;;) {
            std::vector<AssignedScenario> batch;
            {
                const std::lock_guard lock(mutex_);
                if (batches_.empty()) return;
                batch = std::move(batches_.front());
                batches_.pop_front();
            }
            play(std::move(batch));
        }
    }

private:
    void play(std::vector<AssignedScenario> batch) {
        int failed_starts = 0;
        while (!batch.empty()) {
            std::size_t done = 0;
            std::string fault;
            try {
                done = play_in_one_worker(batch, fault);
            } catch (const std::exception& error) {
                fault = error.what();
            }
            batch.erase(batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(done));
            failed_starts = done == 0 ? failed_starts + 1 : 0;
            if (failed_starts < 3) continue;
            for (const AssignedScenario& scenario : batch) {
                report({scenario.id, supervision_.assignment.folder / scenario.trace, Ending::kNotStarted, {},
                        "no worker could be started: " + fault, 0, {}});
            }
            return;
        }
    }

    // Returns how many scenarios of the batch are done, the one that the worker died of included.
    std::size_t play_in_one_worker(const std::vector<AssignedScenario>& batch, std::string& fault) {
        Assignment assignment = supervision_.assignment;
        assignment.scenarios = batch;
        assignment.core = number_;
        const std::filesystem::path file =
            assignment.folder / fmt::format("assignment-{}-{}.json", number_, ++assignments_);
        std::ofstream(file, std::ios::binary) << write_assignment(assignment);
        for (const AssignedScenario& scenario : batch) {  // an earlier run may have kept its own there
            std::error_code ignored;
            std::filesystem::remove(assignment.folder / scenario.trace, ignored);
        }
        ChildProcess child = start_worker(supervision_.executable, file, assignment.limits);

        std::vector<Played> played;
        constexpr std::size_t kNothing = ~std::size_t{0};
        std::size_t current = kNothing;  // the scenario that the worker is playing
        auto begun = Clock::now();
        auto heard = begun;  // when the worker last said something, or was seen to move
        auto looked = begun;
        std::uint64_t progress = 0;
        std::optional<Failure> failure;
        std::string exploration;
        for (;;) {
            const auto limit = current != kNothing ? hang_limit(assignment.budgets)
                                                   : std::chrono::duration_cast<Clock::duration>(kStartUp);
            const auto deadline = assignment.budgets.unlimited ? kNoDeadline : heard + limit;
            const LineRead read = child.read_line(std::min(deadline, looked + kBetweenLooks));
            const auto now = Clock::now();
            const bool has_ended = current != kNothing && number_behind(read.text, kEndLine) == current;
            if (read.kind != LineRead::Kind::kEnd && (has_ended || now >= looked + kBetweenLooks)) {
                looked = now;
                const auto trace = current != kNothing ? assignment.folder / batch[current].trace : std::filesystem::path();
                failure = find_excess(child, assignment.limits, trace);
                if (failure) {
                    static_cast<void>(end(child, file, failure->ending));
                    break;
                }
            }
            if (read.kind == LineRead::Kind::kTimeout) {
                if (now < deadline) continue;
                if (current != kNothing && is_still_moving(assignment.folder / batch[current].trace, progress) &&
                    now - begun < kLongestInHangs * limit) {
                    heard = now;
                    continue;
                }
                failure = end(child, file, Ending::kHang);
                failure->ending = Ending::kHang;
                failure->code = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun).count();
                break;
            }
            heard = now;
            if (read.kind == LineRead::Kind::kEnd) break;
            if (const auto number = number_behind(read.text, kBeginLine); number && *number < batch.size()) {
                current = *number;
                begun = Clock::now();
                progress = 0;
                if (supervision_.begun) supervision_.begun(batch[*number].id);
            } else if (const auto ended = number_behind(read.text, kEndLine); ended && current == *ended) {
                played.push_back({batch[*ended].id, assignment.folder / batch[*ended].trace, Ending::kNormal, {}, {},
                                  std::chrono::duration<double>(Clock::now() - begun).count(),
                                  std::exchange(exploration, {})});
                current = kNothing;
            } else if (read.text.starts_with(kExploredLine)) {
                exploration = read.text.substr(std::string_view(kExploredLine).size());
            } else if (read.text.starts_with(kFaultLine) || read.text.starts_with(kUnusableLine)) {
                fault = read.text.substr(read.text.find(' ') + 1);
            }
        }
        if (!failure) failure = failure_of(child);
        if (current != kNothing) {
            failure->stack = find_stack(stack_file_of(file), failure->ending, assignment.folder / batch[current].trace);
            played.push_back(died(batch[current], *failure, begun));
        } else if (played.size() < batch.size() && fault.empty()) {
            fault = failure->note;
        }
        std::error_code ignored;  // a file that stays goes with its folder
        std::filesystem::remove(stack_file_of(file), ignored);
        for (const Played& one : played) report(one);
        return played.size();
    }

    // Its trace does not change any more afterwards.
    static Failure end(ChildProcess& child, const std::filesystem::path& file, Ending ending) {
        ask_where_it_is(child, stack_file_of(file), ending);
        child.kill();
        return failure_of(child);
    }

    Played died(const AssignedScenario& scenario, const Failure& failure, Clock::time_point begun) {
        Played played{scenario.id, supervision_.assignment.folder / scenario.trace, failure.ending, failure.note, {},
                      std::chrono::duration<double>(Clock::now() - begun).count(), {}};
        try {
            // It died before it had opened its trace: of what an earlier scenario has left behind, perhaps, but it died.
            if (!std::filesystem::exists(played.trace)) {
                trace::Recorder recorder(played.trace);
                trace::record_origin(recorder, scenario.origin);
            }
            append_ending(played.trace, failure);
        } catch (const std::exception& error) {
            played.fault = error.what();
        }
        return played;
    }

    static bool is_still_moving(const std::filesystem::path& trace, std::uint64_t& progress) {
        const std::uint64_t now = trace::stored_slots(trace);
        const bool moved = now > progress;
        progress = now;
        return moved;
    }

    void report(const Played& played) { finished_(played); }

    const Supervision& supervision_;
    std::deque<std::vector<AssignedScenario>>& batches_;  // guarded by mutex_
    std::mutex& mutex_;
    const std::function<void(const Played&)>& finished_;
    const unsigned number_;
    unsigned assignments_ = 0;
};

Discovery read_answer(const std::string& line) {
    if (line.starts_with(kUnusableLine)) throw UsageError(line.substr(std::string_view(kUnusableLine).size()));
    return read_discovery(line.substr(std::string_view(kLearntLine).size()));
}

}  // namespace

void supervise(const Supervision& supervision, const std::function<void(const Played&)>& finished) {
    const auto& all = supervision.assignment.scenarios;
    const std::size_t size =
        std::max<std::size_t>(1, (all.size() + supervision.jobs * kBatchesPerJob - 1) / (supervision.jobs * kBatchesPerJob));
    std::deque<std::vector<AssignedScenario>> batches;
    for (std::size_t begin = 0; begin < all.size(); begin += size) {
        batches.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(begin),
                             all.begin() + static_cast<std::ptrdiff_t>(std::min(begin + size, all.size())));
    }
    std::mutex mutex;
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < supervision.jobs; ++i) {
        threads.emplace_back([&, i] { Job(supervision, batches, mutex, finished, i).run(); });
    }
}

void play_unsupervised(const Assignment& assignment, const std::function<void(const Played&)>& finished) {
    std::string fault;
    std::vector<Played> played;
    std::string exploration;
    auto begun = Clock::now();
    play_assignment(assignment, [&](std::string_view line) {
        if (line.starts_with(kExploredLine)) exploration = line.substr(std::string_view(kExploredLine).size());
        if (line.starts_with(kBeginLine)) begun = Clock::now();
        if (const auto ended = number_behind(line, kEndLine); ended) {
            const AssignedScenario& scenario = assignment.scenarios[*ended];
            played.push_back({scenario.id, assignment.folder / scenario.trace, Ending::kNormal, {}, {},
                              std::chrono::duration<double>(Clock::now() - begun).count(),
                              std::exchange(exploration, {})});
        }
        if (line.starts_with(kUnusableLine)) fault = line.substr(std::string_view(kUnusableLine).size());
    });
    if (!fault.empty()) throw UsageError(fault);
    for (const Played& one : played) finished(one);
}

Discovery discover_in_worker(const Supervision& supervision) {
    Assignment assignment = supervision.assignment;
    assignment.discover = true;
    assignment.scenarios.clear();
    const std::filesystem::path file = assignment.folder / "assignment-discovery.json";
    std::ofstream(file, std::ios::binary) << write_assignment(assignment);
    std::error_code ignored;
    std::filesystem::remove(assignment.folder / kDiscoveryTrace, ignored);
    ChildProcess child = start_worker(supervision.executable, file, assignment.limits);
    Discovery known;
    const auto deadline_in = [&](Clock::duration limit) {
        return assignment.budgets.unlimited ? kNoDeadline : Clock::now() + limit;
    };
    auto deadline = deadline_in(std::chrono::duration_cast<Clock::duration>(kStartUp));
    for (;;) {
        const LineRead read = child.read_line(std::min(deadline, Clock::now() + kBetweenLooks));
        if (read.kind == LineRead::Kind::kLine) {
            if (read.text.starts_with(kLearningLine)) {
                known = read_discovery(read.text.substr(std::string_view(kLearningLine).size()));
                if (known.is_provider) deadline = deadline_in(hang_limit(assignment.budgets));  // it is asked for one thing
            }
            if (read.text.starts_with(kLearntLine) || read.text.starts_with(kUnusableLine)) return read_answer(read.text);
            continue;
        }
        const bool is_running = read.kind == LineRead::Kind::kTimeout;
        if (is_running && Clock::now() < deadline &&
            !find_excess(child, assignment.limits, assignment.folder / kDiscoveryTrace)) {
            continue;
        }
        if (is_running) child.kill();
        return known;  // it died of being asked: the scenarios will show of what
    }
}

Discovery discover_unsupervised(const Assignment& assignment) {
    Assignment asked = assignment;
    asked.discover = true;
    std::string answer;
    play_assignment(asked, [&](std::string_view line) {
        if (line.starts_with(kLearntLine) || line.starts_with(kUnusableLine)) answer = line;
    });
    return read_answer(answer);
}

}  // namespace wbemcheck::runner
