#include "reports/junit_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reports/grouping.h"
#include "reports/junit_case.h"
#include "reports/scenario_id.h"
#include "reports/string_writer.h"
#include "reports/unique_scenarios.h"
#include "reports/verdict_of_the_run.h"

namespace wbemcheck::reports {

namespace {

const char* element_of(JunitCaseKind kind) noexcept {
    switch (kind) {
        case JunitCaseKind::kFailure:
            return "failure";
        case JunitCaseKind::kError:
            return "error";
        case JunitCaseKind::kSkipped:
            return "skipped";
        case JunitCaseKind::kPassed:
            break;
    }
    return "";
}

// The counts of a suite and of the root are sums of the same cases, in whole microseconds, so that they add
// up.
struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
    std::uint64_t microseconds = 0;

    void add(JunitCaseKind kind, std::uint64_t case_microseconds) noexcept {
        ++tests;
        if (kind == JunitCaseKind::kFailure) ++failures;
        if (kind == JunitCaseKind::kError) ++errors;
        if (kind == JunitCaseKind::kSkipped) ++skipped;
        microseconds += case_microseconds;
    }
};

std::uint64_t microseconds_of(double seconds) noexcept {
    if (!std::isfinite(seconds) || seconds <= 0) return 0;
    return static_cast<std::uint64_t>(std::llround(std::min(seconds, 1e9) * 1e6));
}

std::string time_text(std::uint64_t microseconds) {
    return fmt::format("{}.{:06}", microseconds / 1'000'000, microseconds % 1'000'000);
}

// "2025-01-31T12:00:00", the form of the strictest schema in use (no fraction, no zone); empty if `moment` is
// not in the form that a result has.
std::string timestamp_text(std::string_view moment) {
    constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:dd";
    if (moment.size() < kPattern.size()) return {};
    for (std::size_t index = 0; index < kPattern.size(); ++index) {
        const bool is_digit = moment[index] >= '0' && moment[index] <= '9';
        if (kPattern[index] == 'd' ? !is_digit : moment[index] != kPattern[index]) return {};
    }
    return std::string(moment.substr(0, kPattern.size()));
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(value.c_str());
}

// What the root may have as well: the schema of Jenkins knows no skipped and no timestamp there.
void set_counts(pugi::xml_node node, const Counts& counts) {
    set(node, "tests", fmt::to_string(counts.tests));
    set(node, "failures", fmt::to_string(counts.failures));
    set(node, "errors", fmt::to_string(counts.errors));
    set(node, "time", time_text(counts.microseconds));
}

// "wmi" of "wmi:root\cimv2?query=...".
std::string_view kind_of_subject(std::string_view subject) {
    return subject.substr(0, subject.find_first_of(":?"));
}

class Document {
public:
    explicit Document(const RunResult& result)
        : result_(result),
          timestamp_(timestamp_text(result.started)),
          class_prefix_(fmt::format("wbemcheck.{}.", kind_of_subject(result.subject))),
          findings_(findings_by_scenario(result)) {}

    [[nodiscard]] std::string write() {
        require_unique_scenarios(result_);
        add_families();
        add_verdict_of_the_run();

        pugi::xml_document document;
        pugi::xml_node declaration = document.append_child(pugi::node_declaration);
        set(declaration, "version", "1.0");
        set(declaration, "encoding", "UTF-8");
        pugi::xml_node root = document.append_child("testsuites");
        Counts total;
        for (const Family& family : families_) {
            for (const ScenarioOutcome* scenario : family.scenarios) {
                total.add(junit_kind_of(scenario->verdict), microseconds_of(scenario->seconds));
            }
        }
        set(root, "name", to_junit_text(fmt::format("wbemcheck {}", result_.subject)));
        set_counts(root, total);
        for (const Family& family : families_) append_suite(root, family);

        std::string out;
        StringWriter writer(out);
        document.save(writer, "  ", pugi::format_default, pugi::encoding_utf8);
        return out;
    }

private:
    struct Family {
        std::string_view name;
        std::vector<const ScenarioOutcome*> scenarios;
    };

    void add_families() {
        std::unordered_map<std::string_view, std::size_t> place;
        for (const ScenarioOutcome& scenario : result_.scenarios) {
            const std::string_view name = family_of(scenario.id);
            const auto [found, is_new] = place.try_emplace(name, families_.size());
            if (is_new) families_.push_back({.name = name, .scenarios = {}});
            families_[found->second].scenarios.push_back(&scenario);
        }
    }

    void add_verdict_of_the_run() {
        verdict_of_the_run_ = verdict_of_the_run(result_);
        if (!verdict_of_the_run_) return;
        families_.push_back({.name = family_of(verdict_of_the_run_->id), .scenarios = {&*verdict_of_the_run_}});
    }

    void append_suite(pugi::xml_node root, const Family& family) {
        Counts counts;
        for (const ScenarioOutcome* scenario : family.scenarios) {
            counts.add(junit_kind_of(scenario->verdict), microseconds_of(scenario->seconds));
        }
        pugi::xml_node suite = root.append_child("testsuite");
        set(suite, "name", to_junit_text(family.name));
        set_counts(suite, counts);
        set(suite, "skipped", fmt::to_string(counts.skipped));
        if (!timestamp_.empty()) set(suite, "timestamp", timestamp_);
        append_properties(suite);
        for (const ScenarioOutcome* scenario : family.scenarios) append_case(suite, family, *scenario);
    }

    void append_properties(pugi::xml_node suite) const {
        pugi::xml_node properties = suite.append_child("properties");
        const auto add = [&](std::string_view name, std::string_view value) {
            pugi::xml_node property = properties.append_child("property");
            set(property, "name", to_junit_text(name));
            set(property, "value", to_junit_text(value));
        };
        add("toolVersion", result_.tool_version);
        add("catalogueVersion", result_.catalogue_version);
        add("catalogueHash", result_.catalogue_hash);
        add("subject", result_.subject);
        for (const auto& [name, value] : result_.subject_identity)
            add(fmt::format("subject.{}", name), value);
        add("platform", result_.platform);
        add("contract", result_.contract);
        add("seed", fmt::to_string(result_.seed));
        add("timeoutScale", fmt::format("{:g}", result_.budgets.timeout_scale));
        add("started", result_.started);
        add("wallSeconds",
            fmt::format("{:.3f}", std::isfinite(result_.wall_seconds) ? result_.wall_seconds : 0.0));
        add("verdict", name_of(result_.verdict));
    }

    void append_case(pugi::xml_node suite, const Family& family, const ScenarioOutcome& scenario) {
        const std::string name = to_junit_text(scenario.id);
        if (!names_.insert(name).second) {
            throw DuplicateScenario(fmt::format("Two scenarios have the name '{}' in JUnit XML.", name));
        }
        pugi::xml_node test_case = suite.append_child("testcase");
        set(test_case, "name", name);
        set(test_case, "classname", to_junit_text(class_prefix_ + std::string(family.name)));
        set(test_case, "time", time_text(microseconds_of(scenario.seconds)));

        const JunitCaseText text = junit_text_of(scenario, findings_of(scenario, findings_));
        const JunitCaseKind kind = junit_kind_of(scenario.verdict);
        if (kind != JunitCaseKind::kPassed) {
            pugi::xml_node outcome = test_case.append_child(element_of(kind));
            outcome.text().set(text.body.c_str());
            set(outcome, "message", text.message);
            set(outcome, "type", text.type);
        }
        test_case.append_child("system-out").text().set(text.output.c_str());
    }

    const RunResult& result_;
    const std::string timestamp_;
    const std::string class_prefix_;
    const FindingsByScenario findings_;
    std::vector<Family> families_;
    std::optional<ScenarioOutcome> verdict_of_the_run_;
    std::unordered_set<std::string> names_;
};

}  // namespace

std::string write_junit(const RunResult& result) { return Document(result).write(); }

}  // namespace wbemcheck::reports
