#include <fmt/format.h>

#include <cstdint>
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/json_report.h"
#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"

namespace wbemcheck::reports {

namespace {

using nlohmann::json;
using Kind = ResultDocumentError::Kind;

[[noreturn]] void refuse_damaged(const std::string& where_and_what) {
    throw ResultDocumentError(Kind::kDamaged, "The result document is damaged: " + where_and_what + ".");
}

// For a message: what stands there, short. Lists and objects may be of any depth, so they are only named.
std::string shown(const json& value) {
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    const std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    return to_one_line(text, 60);
}

// An object of the document together with the way to it, so that every complaint names its place.
class Node {
public:
    Node(const json& value, std::string path) : value_(value), path_(std::move(path)) {
        if (!value_.is_object()) refuse_damaged(fmt::format("{} is no object", path_));
    }

    [[nodiscard]] Node child(const char* key) const { return {at(key), place(key)}; }

    [[nodiscard]] std::string text(const char* key) const {
        const json& value = at(key);
        if (!value.is_string()) refuse(key, "no text");
        return value.get<std::string>();
    }

    [[nodiscard]] double number(const char* key) const {
        const json& value = at(key);
        if (!value.is_number()) refuse(key, "no number");
        return value.get<double>();
    }

    [[nodiscard]] std::uint64_t count(const char* key) const {
        const json& value = at(key);
        if (!value.is_number_unsigned()) refuse(key, "no whole number from 0 on");
        return value.get<std::uint64_t>();
    }

    [[nodiscard]] bool flag(const char* key) const {
        const json& value = at(key);
        if (!value.is_boolean()) refuse(key, "neither true nor false");
        return value.get<bool>();
    }

    [[nodiscard]] Verdict verdict(const char* key) const {
        const auto verdict = find_verdict(text(key));
        if (!verdict) refuse(key, "no verdict");
        return *verdict;
    }

    [[nodiscard]] const json& list(const char* key) const {
        const json& value = at(key);
        if (!value.is_array()) refuse(key, "no list");
        return value;
    }

    template <class Convert>
    auto list_of(const char* key, Convert convert) const {
        const json& items = list(key);
        std::vector<decltype(convert(std::declval<const Node&>()))> result;
        result.reserve(items.size());
        for (std::size_t index = 0; index < items.size(); ++index) {
            result.push_back(convert(Node(items[index], fmt::format("{}[{}]", place(key), index))));
        }
        return result;
    }

    [[nodiscard]] const json& at(const char* key) const {
        const auto found = value_.find(key);
        if (found == value_.end()) refuse_damaged(fmt::format("{} is missing", place(key)));
        return *found;
    }

    [[nodiscard]] bool has(const char* key) const { return value_.contains(key); }

    [[nodiscard]] std::vector<std::string> texts(const char* key) const {
        std::vector<std::string> texts;
        for (const json& item : list(key)) {
            if (!item.is_string()) refuse(key, "no list of texts");
            texts.push_back(item.get<std::string>());
        }
        return texts;
    }

    [[nodiscard]] const json& value() const noexcept { return value_; }

    [[noreturn]] void refuse(const char* key, const char* what) const {
        refuse_damaged(fmt::format("{} is {}, which is {}", place(key), shown(at(key)), what));
    }

private:
    [[nodiscard]] std::string place(const char* key) const { return path_.empty() ? key : path_ + "." + key; }

    const json& value_;
    std::string path_;
};

Budgets read_budgets(const Node& node, bool knows_schedules) {
    return {
        .timeout_scale = node.number("timeoutScale"),
        .no_timeouts = node.flag("noTimeouts"),
        .arrival_ms = node.number("arrivalMs"),
        .silence_ms = node.number("silenceMs"),
        .release_ms = node.number("releaseMs"),
        .slowest_gap_ms = knows_schedules ? node.number("slowestGapMs") : 0,
    };
}

ClauseSummary read_clause(const Node& node) {
    return {
        .id = node.text("id"),
        .level = node.text("level"),
        .role = node.text("role"),
        .requirement = node.text("requirement"),
        .source = node.text("source"),
        .checkability = node.text("checkability"),
        .verdict = node.verdict("verdict"),
        .opportunities = node.count("opportunities"),
    };
}

ClauseOutcome read_clause_outcome(const Node& node) {
    return {
        .clause = node.text("id"),
        .verdict = node.verdict("verdict"),
        .opportunities = node.count("opportunities"),
    };
}

std::uint32_t read_thread(const Node& node) {
    const std::uint64_t thread = node.count("thread");
    if (thread > std::numeric_limits<std::uint32_t>::max()) node.refuse("thread", "no number of a thread");
    return static_cast<std::uint32_t>(thread);
}

// The number of a call, which may be absent: none is concerned, or the document is of an earlier release.
std::uint32_t read_call(const Node& node) {
    if (!node.has("call")) return 0;
    const std::uint64_t call = node.count("call");
    if (call > std::numeric_limits<std::uint32_t>::max()) node.refuse("call", "no number of a call");
    return static_cast<std::uint32_t>(call);
}

// A count of references, which may be absent: nothing is known of it.
std::int64_t read_references(const Node& node, const char* key) {
    if (!node.has(key)) return -1;
    const std::uint64_t count = node.count(key);
    if (count > std::numeric_limits<std::int32_t>::max()) node.refuse(key, "no count of references");
    return static_cast<std::int64_t>(count);
}

Step read_step(const Node& node) {
    const auto kind = find_step_kind(node.text("kind"));
    if (!kind) node.refuse("kind", "no kind of a step");
    return {
        .kind = *kind,
        .index = node.count("index"),
        .milliseconds = node.number("milliseconds"),
        .thread = read_thread(node),
        .object = node.text("object"),
        .text = node.text("text"),
        .call = read_call(node),
        .count = read_references(node, "count"),
        .expected = read_references(node, "expected"),
    };
}

BehaviourChain read_chain(const Node& node) { return {.who = node.text("who"), .steps = node.texts("steps")}; }

ScenarioOutcome read_scenario(const Node& node, bool knows_steps) {
    return {
        .id = node.text("id"),
        .description = node.text("description"),
        .verdict = node.verdict("verdict"),
        .reason = node.text("reason"),
        .ending = node.text("ending"),
        .seconds = node.number("seconds"),
        .clauses = node.list_of("clauses", read_clause_outcome),
        .trace = node.text("trace"),
        .rerun = node.text("rerun"),
        .behaviour = knows_steps ? node.list_of("behaviour", read_chain) : std::vector<BehaviourChain>(),
    };
}

WitnessEvent read_witness_event(const Node& node) {
    return {
        .index = node.count("index"),
        .milliseconds = node.number("milliseconds"),
        .thread = read_thread(node),
        .text = node.text("text"),
        .is_breach = node.flag("breach"),
    };
}

// What a reader of the document needs and we do not: it follows from the rest.
void require_fingerprint(const Node& node) { (void)node.text("fingerprint"); }

Finding read_finding(const Node& node, bool knows_schedules, bool knows_steps) {
    if (knows_steps) require_fingerprint(node);
    return {
        .clause = node.text("clause"),
        .level = node.text("level"),
        .scenario = node.text("scenario"),
        .operation = node.text("operation"),
        .verdict = node.verdict("verdict"),
        .requirement = node.text("requirement"),
        .source = node.text("source"),
        .expected = node.text("expected"),
        .actual = node.text("actual"),
        .advice = node.text("advice"),
        .witness = node.list_of("witness", read_witness_event),
        .stack = node.has("stack") ? node.texts("stack") : std::vector<std::string>(),
        .timeline = knows_steps ? node.list_of("timeline", read_step) : std::vector<Step>(),
        .rerun = node.text("rerun"),
        .reading = node.text("reading"),
        .schedule = knows_schedules ? node.text("schedule") : std::string(),
        .found_as = knows_schedules ? node.text("foundAs") : std::string(),
    };
}

WalkPoint read_walk_point(const Node& node) {
    return {
        .point = node.text("point"),
        .verdict = node.verdict("verdict"),
        .placements = node.count("placements"),
        .open = node.count("open"),
    };
}

Walk read_walk(const Node& node) {
    return {.operation = node.text("operation"), .points = node.list_of("points", read_walk_point)};
}

Exploration read_exploration(const Node& node) {
    return {
        .space = node.text("space"),
        .schedules = node.count("schedules"),
        .broken = node.count("broken"),
        .redundant = node.count("redundant"),
        .orders = node.count("orders"),
        .turns = node.count("turns"),
        .is_exhausted = node.flag("exhausted"),
        .diverged = node.count("diverged"),
        .blocked = node.count("blocked"),
        .seconds = node.number("seconds"),
        .waited_seconds = node.number("waitedSeconds"),
        .tells_activity = node.flag("tellsActivity"),
    };
}

Reading read_reading(const Node& node) {
    return {.id = node.text("id"), .reading = node.text("reading"), .scenario = node.text("scenario")};
}

CellName read_cell_name(const Node& node) {
    return {
        .method = node.text("method"),
        .mode = node.text("mode"),
        .outcome = node.text("outcome"),
        .threading = node.text("threading"),
    };
}

CoverageCell read_cell(const Node& node) {
    return {
        .name = read_cell_name(node),
        .scenarios = node.texts("scenarios"),
        .clauses = node.texts("clauses"),
        .opportunities = node.count("opportunities"),
    };
}

std::map<std::string, std::string> read_identity(const Node& node) {
    std::map<std::string, std::string> identity;
    for (const auto& item : node.value().items()) {
        if (!item.value().is_string()) refuse_damaged("subjectIdentity holds something that is no text");
        identity.emplace(item.key(), item.value().get<std::string>());
    }
    return identity;
}

json parse(std::string_view document) {
    const std::size_t begin = document.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) throw ResultDocumentError(Kind::kCut, "The document is empty.");
    try {
        return json::parse(document);
    } catch (const json::parse_error& error) {
        // Text that begins as an object and breaks off only where it ends was JSON when it was written.
        if (document[begin] == '{' && error.byte > document.size()) {
            throw ResultDocumentError(
                Kind::kCut,
                fmt::format("The document is cut: it ends in the middle, after {} bytes.", document.size()));
        }
        throw ResultDocumentError(
            Kind::kNotJson,
            fmt::format("The document is not JSON: it cannot be read on from byte {}.", error.byte));
    }
}

// Order matters: what is no result at all is not called a damaged one.
void require_supported(const json& document) {
    const auto schema = document.is_object() ? document.find("schema") : document.end();
    if (!document.is_object() || schema == document.end() || *schema != kSchemaName) {
        throw ResultDocumentError(
            Kind::kWrongSchema,
            fmt::format("The document is JSON, but no result of wbemcheck: its key \"schema\" "
                        "is not \"{}\".",
                        kSchemaName));
    }
    const auto version = document.find("schemaVersion");
    if (version == document.end() || *version != kSchemaVersion) {
        throw ResultDocumentError(
            Kind::kUnsupportedVersion,
            fmt::format("The result has schema version {}; this program reads version {}.",
                        version == document.end() ? "(none)" : shown(*version), kSchemaVersion));
    }
    if (!document.contains("footer")) {
        throw ResultDocumentError(Kind::kCut, "The result document is cut: its footer is missing.");
    }
}

// A document of an earlier release has none of the keys about schedules; one that has some of them must have all.
bool knows_schedules(const json& document) {
    if (document.contains("walks") || document.contains("explorations")) return true;
    const auto budgets = document.find("budgets");
    if (budgets != document.end() && budgets->contains("slowestGapMs")) return true;
    const auto findings = document.find("findings");
    return findings != document.end() && std::any_of(findings->begin(), findings->end(), [](const json& finding) {
               return finding.contains("schedule") || finding.contains("foundAs");
           });
}

// Nor has it timelines, chains of behaviour and fingerprints.
bool knows_steps(const json& document) {
    const auto any_has = [&](const char* list, const char* key) {
        const auto items = document.find(list);
        return items != document.end() &&
               std::any_of(items->begin(), items->end(), [&](const json& item) { return item.contains(key); });
    };
    return any_has("scenarios", "behaviour") || any_has("findings", "timeline") || any_has("findings", "fingerprint");
}

void require_complete(const Node& document) {
    const Node footer = document.child("footer");
    if (!footer.flag("complete")) {
        throw ResultDocumentError(Kind::kCut,
                                  "The result document is cut: its footer says that it is not complete.");
    }
    for (const char* key : {"scenarios", "findings"}) {
        const std::uint64_t promised = footer.count(key);
        const std::size_t present = document.list(key).size();
        if (promised == present) continue;
        throw ResultDocumentError(
            Kind::kCut, fmt::format("The result document is cut: its footer promises {} {}, and it has {}.",
                                    promised, key, present));
    }
}

}  // namespace

RunResult read_json(std::string_view document) {
    const json parsed = parse(document);
    require_supported(parsed);
    const Node node(parsed, "");
    require_complete(node);

    RunResult result;
    result.tool_version = node.text("toolVersion");
    result.catalogue_version = node.text("catalogueVersion");
    result.catalogue_hash = node.text("catalogueHash");
    result.subject = node.text("subject");
    result.subject_identity = read_identity(node.child("subjectIdentity"));
    result.platform = node.text("platform");
    result.contract = node.text("contract");
    const auto verdict = find_run_verdict(node.text("verdict"));
    if (!verdict) node.refuse("verdict", "no verdict of a run");
    result.verdict = *verdict;
    result.seed = node.count("seed");
    const bool knows = knows_schedules(parsed);
    result.budgets = read_budgets(node.child("budgets"), knows);
    result.started = node.text("started");
    result.ended = node.text("ended");
    result.wall_seconds = node.number("wallSeconds");
    result.clauses = node.list_of("clauses", read_clause);
    const bool has_steps = knows_steps(parsed);
    result.scenarios =
        node.list_of("scenarios", [&](const Node& scenario) { return read_scenario(scenario, has_steps); });
    result.findings =
        node.list_of("findings", [&](const Node& finding) { return read_finding(finding, knows, has_steps); });
    result.readings = node.list_of("readings", read_reading);
    if (knows) {
        result.walks = node.list_of("walks", read_walk);
        result.explorations = node.list_of("explorations", read_exploration);
    }
    // Documents that an earlier release wrote have counts alone.
    const Node coverage = node.child("coverage");
    if (coverage.has("cells")) {
        result.cells = coverage.list_of("cells", read_cell);
        result.empty_cells = coverage.list_of("emptyCells", read_cell_name);
    }
    if (node.has("staleWaivers")) result.stale_waivers = node.texts("staleWaivers");
    result.notes = node.texts("notes");
    try {
        require_unique_scenarios(result);
    } catch (const DuplicateScenario& error) {
        throw ResultDocumentError(Kind::kDamaged, error.what());
    }
    return result;
}

}  // namespace wbemcheck::reports
