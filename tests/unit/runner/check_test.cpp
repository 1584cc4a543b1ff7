// Judging recorded traces again: the same findings, and never a crash or a pass out of a trace that is not whole.
#include "harness/runner/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>

#include "harness/runner/evaluate.h"
#include "harness/runner/origin.h"
#include "harness/subject/usage_error.h"
#include "harness/trace/origin.h"
#include "harness/trace/trace_reader.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::runner {
namespace {

using testing::HasSubstr;

// A process has one subject, so all recordings have this one: it gives findings in every scenario that ends.
constexpr const char* kSubject = "mock?defect=sink-queried-after-final";

// Where a run of a few scenarios left its traces; recorded in this process, once.
class Recording {
public:
    explicit Recording(const std::string& subject, std::vector<std::string> filters) {
        std::random_device device;
        folder_ = std::filesystem::temp_directory_path() / ("wbemcheck-recording-" + std::to_string(device()));
        RunOptions options;
        options.subject = subject::parse_subject(subject);
        options.filters = std::move(filters);
        options.isolation = Isolation::kNone;
        options.out = folder_;
        options.program = "wbemcheck";
        result_ = run(options, {});
    }
    ~Recording() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    [[nodiscard]] std::filesystem::path folder() const { return folder_ / "traces"; }
    [[nodiscard]] const reports::RunResult& result() const noexcept { return result_; }

private:
    std::filesystem::path folder_;
    reports::RunResult result_;
};

reports::RunResult check_all(std::vector<std::filesystem::path> traces,
                             std::optional<contract::Profile> profile = std::nullopt) {
    return check({std::move(traces), profile, std::nullopt}, {});
}

std::string complaint(const std::function<void()>& body) {
    try {
        body();
    } catch (const UsageError& error) {
        return error.what();
    } catch (const trace::TraceError& error) {
        return error.what();
    }
    return "no complaint";
}

void expect_same(const reports::RunResult& played, const reports::RunResult& checked) {
    EXPECT_TRUE(played.findings == checked.findings);
    EXPECT_TRUE(played.readings == checked.readings);
    EXPECT_TRUE(played.clauses == checked.clauses);
    EXPECT_TRUE(played.cells == checked.cells);
    EXPECT_EQ(played.verdict, checked.verdict);
    EXPECT_EQ(played.subject, checked.subject);
    EXPECT_EQ(played.contract, checked.contract);
    EXPECT_EQ(played.started, checked.started);
    ASSERT_EQ(played.scenarios.size(), checked.scenarios.size());
    for (std::size_t i = 0; i < played.scenarios.size(); ++i) {
        const reports::ScenarioOutcome& a = played.scenarios[i];
        const reports::ScenarioOutcome& b = checked.scenarios[i];
        EXPECT_EQ(a.id, b.id);
        EXPECT_EQ(a.description, b.description);
        EXPECT_EQ(a.verdict, b.verdict);
        EXPECT_EQ(a.reason, b.reason);
        EXPECT_EQ(a.ending, b.ending);
        EXPECT_EQ(a.rerun, b.rerun);
        EXPECT_EQ(a.trace, b.trace);
        EXPECT_TRUE(a.clauses == b.clauses);
    }
}

TEST(Check, GivesTheFindingsOfTheRun) {
    const Recording recording(kSubject, {"lifecycle/*", "overlap/GetObjectAsync/*"});
    ASSERT_FALSE(recording.result().findings.empty());
    expect_same(recording.result(), check_all({recording.folder()}));
}

TEST(Check, GradesForAnotherContractWhenAsked) {
    const Recording recording(kSubject, {"lifecycle/GetObjectAsync/*"});
    EXPECT_EQ(check_all({recording.folder()}).contract, "documented");
    EXPECT_EQ(check_all({recording.folder()}, contract::Profile::kWire).contract, "wire");
}

TEST(Check, SaysThatTracesOfTheRunAreMissing) {
    const Recording recording(kSubject, {"lifecycle/GetObjectAsync/*"});
    const std::string first = recording.result().scenarios.front().trace;
    const reports::RunResult checked = check_all({recording.folder() / first, recording.folder() / first});
    EXPECT_EQ(checked.scenarios.size(), 1U);  // named twice, judged once
    EXPECT_THAT(checked.notes, testing::Contains(HasSubstr("Judged again from 1 recorded trace;")));
    EXPECT_THAT(checked.notes, testing::Contains(HasSubstr("are not here")));
}

TEST(Check, RefusesWhatCannotStandInOneResult) {
    const Recording one(kSubject, {"lifecycle/GetObjectAsync/*"});
    const Recording again(kSubject, {"lifecycle/GetObjectAsync/*"});
    const Recording other("mock?objects=2", {"lifecycle/ExecQueryAsync/*"});
    EXPECT_THAT(complaint([&] { (void)check_all({one.folder(), again.folder()}); }), HasSubstr("are both of the scenario"));
    EXPECT_THAT(complaint([&] { (void)check_all({one.folder(), other.folder()}); }), HasSubstr("mock?objects=2"));
    EXPECT_THAT(complaint([&] { (void)check_all({one.folder() / "discovery.trace"}); }),
                HasSubstr("nothing of it is judged"));
}

TEST(Check, SaysWhatIsNoTrace) {
    const trace::TemporaryTrace file;
    EXPECT_THAT(complaint([&] { (void)check_all({file.path()}); }), HasSubstr("There is no trace and no folder"));
    std::ofstream(file.path()).close();
    EXPECT_THAT(complaint([&] { (void)check_all({file.path()}); }), HasSubstr("is cut: it has 0 bytes"));
    std::ofstream(file.path()) << std::string(100000, 'x');
    EXPECT_THAT(complaint([&] { (void)check_all({file.path()}); }), HasSubstr("is not a wbemcheck trace"));
    { trace::Recorder recorder(file.path()); }
    EXPECT_THAT(complaint([&] { (void)check_all({file.path()}); }),
                HasSubstr("does not say where it comes from: its first event must be a mark with its origin, at byte 65600"));
}

TEST(Check, TakesATraceWithoutAnEndForAFault) {
    const trace::TemporaryTrace file;
    Origin origin;
    origin.run.subject = "mock";
    origin.run.started = "2026-01-01T00:00:00Z";
    origin.run.planned = 1;
    origin.scenario = "lifecycle/ExecQueryAsync/many";
    {
        trace::Recorder recorder(file.path());
        trace::record_origin(recorder, write_origin(origin));
    }
    const reports::RunResult cut_short = check_all({file.path()});
    ASSERT_EQ(cut_short.scenarios.size(), 1U);
    EXPECT_EQ(cut_short.scenarios[0].verdict, reports::Verdict::kHarnessFault);
    EXPECT_EQ(cut_short.scenarios[0].reason, "the trace ends before the scenario does");
    EXPECT_EQ(cut_short.verdict, reports::RunVerdict::kFault);

    trace::Event ended;
    ended.kind = trace::EventKind::kMark;
    ended.method = static_cast<std::uint16_t>(trace::MarkKind::kWorkerEnded);
    ended.value = static_cast<std::int64_t>(trace::Ending::kCrash);
    trace::append_to_trace(file.path(), ended, "SIGSEGV");
    const reports::RunResult crashed = check_all({file.path()});
    EXPECT_EQ(crashed.scenarios[0].ending, "crashed");
    EXPECT_NE(crashed.scenarios[0].verdict, reports::Verdict::kPass);
}

TEST(Origin, SurvivesTextsOfAnyLength) {
    const trace::TemporaryTrace file;
    Origin origin;
    origin.run.subject = "mock?query=" + std::string(9000, 'q');
    origin.run.identity = {{"kind", "a\nb = \"c\""}};
    origin.run.profile = contract::Profile::kWire;
    origin.run.seed = ~std::uint64_t{0};
    origin.scenario = "s@2";
    origin.description = "\xC3\xA4";
    origin.rerun = "wbemcheck run " + std::string(30000, 'r');
    origin.position = 7;
    {
        trace::Recorder recorder(file.path());
        trace::record_origin(recorder, write_origin(origin));
        EXPECT_EQ(recorder.lost(), 0U);
    }
    const Origin read = read_origin(file.path());
    EXPECT_TRUE(read.run == origin.run);
    EXPECT_EQ(read.scenario, origin.scenario);
    EXPECT_EQ(read.description, origin.description);
    EXPECT_EQ(read.rerun, origin.rerun);
    EXPECT_EQ(read.position, origin.position);
}

// A copy of a trace whose bytes can be changed in place.
class Copy {
public:
    Copy(const std::filesystem::path& original, const std::filesystem::path& path) {
        std::ifstream whole(original, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(whole), {});
        std::filesystem::copy_file(original, path, std::filesystem::copy_options::overwrite_existing);
        file_.open(path, std::ios::in | std::ios::out | std::ios::binary);
    }

    void change(std::size_t place, char byte) {
        put(place, byte);
        changed_.push_back(place);
    }
    void flush() { file_.flush(); }
    void restore() {
        for (const std::size_t place : changed_) put(place, bytes_[place]);
        changed_.clear();
    }
    [[nodiscard]] char operator[](std::size_t place) const { return bytes_[place]; }

    // Where something stands: the header, and the slots that are in use.
    [[nodiscard]] std::vector<std::size_t> used() const {
        std::vector<std::size_t> places;
        const auto add = [&](std::size_t begin, std::size_t size) {
            for (std::size_t i = 0; i < size; ++i) places.push_back(begin + i);
        };
        add(0, sizeof(trace::TraceHeader));
        for (std::size_t offset = trace::kHeaderSize; offset + trace::kSegmentSize <= bytes_.size();
             offset += trace::kSegmentSize) {
            std::uint32_t committed = 0;
            std::memcpy(&committed, bytes_.data() + offset + offsetof(trace::SegmentHeader, committed), sizeof(committed));
            if (committed != 0) add(offset, sizeof(trace::SegmentHeader) + committed * sizeof(trace::Event));
        }
        return places;
    }

private:
    void put(std::size_t place, char byte) {
        file_.seekp(static_cast<std::streamoff>(place));
        file_.put(byte);
    }

    std::string bytes_;
    std::fstream file_;
    std::vector<std::size_t> changed_;
};

TEST(CutTrace, IsAnErrorThatSaysWhere) {
    const Recording recording(kSubject, {"lifecycle/GetObjectAsync/completes-with-one/count-1"});
    const std::filesystem::path original = recording.folder() / recording.result().scenarios.front().trace;
    const reports::RunResult whole = check_all({original});
    const trace::TemporaryTrace file;
    std::filesystem::copy_file(original, file.path());
    std::size_t refused = 0;
    for (std::uintmax_t size = std::filesystem::file_size(original); size != 0;) {
        size -= 64;
        std::filesystem::resize_file(file.path(), size);
        try {
            // Only pages behind everything that was recorded may be missing.
            EXPECT_TRUE(check_all({file.path()}).findings == whole.findings) << size;
            EXPECT_EQ(size % trace::kHeaderSize, 0U) << size;
        } catch (const trace::TraceError& error) {
            ++refused;
            EXPECT_THAT(error.what(), HasSubstr(file.path().string()));
            EXPECT_THAT(error.what(), HasSubstr("is cut")) << size;
        }
    }
    EXPECT_GT(refused, 5000U);
}

// Whatever a damaged trace says, it is an error or a judgement. What a flipped bit in a digest or a time hides nobody can
// know; that nothing crashes, hangs or reads what is not there, the sanitizers of this test say.
constexpr int kDamageRounds = 100;  // per trace

TEST(DamagedTrace, IsAnErrorOrIsJudged) {
    const Recording recording(kSubject,
                              {"lifecycle/ExecQueryAsync/completes-with-many/*", "cancel/ExecQueryAsync/twice", "overlap/ExecQueryAsync/*",
                               "sinks/ExecQueryAsync/*", "events/*", "arguments/*"});
    std::mt19937_64 random(20260101);  // the same damage every time
    const trace::TemporaryTrace file;
    std::size_t errors = 0;
    std::size_t judged = 0;
    for (const reports::ScenarioOutcome& scenario : recording.result().scenarios) {
        const std::filesystem::path original = recording.folder() / scenario.trace;
        const Origin origin = read_origin(original);
        Copy copy(original, file.path());
        const std::vector<std::size_t> places = copy.used();
        for (int round = 0; round < kDamageRounds; ++round) {
            const std::size_t flips = round % 4 == 0 ? 1 + random() % 60 : 1 + random() % 3;
            for (std::size_t i = 0; i < flips; ++i) {
                const std::size_t place = places[random() % places.size()];
                // Small numbers make other kinds, methods and ids; bits make times and texts.
                copy.change(place, static_cast<char>(round % 2 == 0 ? random() % 32 : copy[place] ^ (1 << random() % 8)));
            }
            copy.flush();
            try {
                (void)trace::read_origin(file.path());
                (void)evaluate_trace(file.path(), origin,
                                     round % 3 == 0 ? contract::Profile::kWire : contract::Profile::kDocumented);
                ++judged;
            } catch (const trace::TraceError&) {
                ++errors;
            }
            copy.restore();
        }
    }
    EXPECT_GT(errors, std::size_t{kDamageRounds});
    EXPECT_GT(judged, std::size_t{10 * kDamageRounds});
}

}  // namespace
}  // namespace wbemcheck::runner
