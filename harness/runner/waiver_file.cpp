#include "harness/runner/waiver_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "harness/contract/clause.h"
#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {
namespace {

std::string place(const std::filesystem::path& path, const toml::source_region& source) {
    return fmt::format("{}:{}:{}", path.string(), source.begin.line, source.begin.column);
}

[[noreturn]] void refuse(const std::filesystem::path& path, const toml::node& value, std::string_view key,
                         std::string_view expected) {
    throw UsageError(fmt::format("{}: `{}` must be {}.", place(path, value.source()), key, expected));
}

std::string read_text(const std::filesystem::path& path, const toml::node& value, std::string_view key) {
    if (!value.is_string()) refuse(path, value, key, "a text in quotation marks");
    return value.value_or(std::string());
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t begin, std::size_t end) {
        unsigned parsed = 0;
        const auto [last, error] = std::from_chars(text.data() + begin, text.data() + end, parsed);
        return error == std::errc() && last == text.data() + end ? parsed : 0;
    };
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(number(0, 4))),
                                       std::chrono::month(number(5, 7)), std::chrono::day(number(8, 10)))
        .ok();
}

std::string read_date(const std::filesystem::path& path, const toml::node& value) {
    if (const auto date = value.value<toml::date>(); date && value.is_date()) {
        return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    }
    const std::string text = value.is_string() ? value.value_or(std::string()) : std::string();
    if (!is_date(text)) refuse(path, value, "expires", "a date such as 2027-01-31");
    return text;
}

double read_rate(const std::filesystem::path& path, const toml::node& value) {
    const std::optional<double> rate = value.is_number() ? value.value<double>() : std::nullopt;
    if (!rate || !(*rate > 0 && *rate <= 1)) {
        refuse(path, value, "max_rate", "a number above 0 and up to 1, such as 0.1 for one repetition of ten");
    }
    return *rate;
}

std::string read_fingerprint(const std::filesystem::path& path, const toml::node& value) {
    std::string text = value.is_string() ? value.value_or(std::string()) : std::string();
    for (char& c : text) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    }
    if (text.size() != 16 || text.find_first_not_of("0123456789abcdef") != std::string::npos) {
        refuse(path, value, "fingerprint", "16 hexadecimal digits in quotation marks, or a list of such texts");
    }
    return text;
}

std::vector<std::string> read_fingerprints(const std::filesystem::path& path, const toml::node& value) {
    const toml::array* const list = value.as_array();
    if (list == nullptr) return {read_fingerprint(path, value)};
    if (list->empty()) refuse(path, value, "fingerprint", "16 hexadecimal digits in quotation marks, or a list of such texts");
    std::vector<std::string> fingerprints;
    for (const toml::node& entry : *list) fingerprints.push_back(read_fingerprint(path, entry));
    return fingerprints;
}

Waiver read_waiver(const std::filesystem::path& path, const toml::table& table) {
    Waiver waiver;
    const std::map<std::string_view, std::string*> texts = {
        {"clause", &waiver.clause},     {"scenario", &waiver.scenario}, {"subject", &waiver.subject},
        {"platform", &waiver.platform}, {"reason", &waiver.reason},     {"owner", &waiver.owner},
        {"link", &waiver.link}};
    for (const auto& [key, value] : table) {
        if (const auto text = texts.find(key.str()); text != texts.end()) {
            *text->second = read_text(path, value, key.str());
        } else if (key.str() == "expires") {
            waiver.expires = read_date(path, value);
        } else if (key.str() == "max_rate") {
            waiver.max_rate = read_rate(path, value);
        } else if (key.str() == "fingerprint") {
            waiver.fingerprints = read_fingerprints(path, value);
        } else {
            throw UsageError(fmt::format("{}: a waiver has no key `{}`; it has clause, scenario, subject, platform, "
                                         "fingerprint, max_rate, reason, owner, link and expires.",
                                         place(path, value.source()), key.str()));
        }
    }
    waiver.line = table.source().begin.line;
    const std::string where = place(path, table.source());
    if (waiver.clause.empty()) throw UsageError(fmt::format("{}: a waiver must name its `clause`.", where));
    if (waiver.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw UsageError(fmt::format("{}: a waiver must give its `reason`.", where));
    }
    const contract::Clause* clause = contract::find_clause(waiver.clause);
    if (clause == nullptr) {
        throw UsageError(fmt::format("{}: there is no clause {}; `wbemcheck list clauses` shows them.", where,
                                     waiver.clause));
    }
    waiver.clause = clause->id;
    return waiver;
}

// One that names failures beside one that does not is no contradiction: it goes before the other.
bool share_a_failure(const Waiver& a, const Waiver& b) {
    if (a.fingerprints.empty() || b.fingerprints.empty()) return a.fingerprints.empty() && b.fingerprints.empty();
    return std::find_first_of(a.fingerprints.begin(), a.fingerprints.end(), b.fingerprints.begin(),
                              b.fingerprints.end()) != a.fingerprints.end();
}

void require_no_contradiction(const std::filesystem::path& path, const std::vector<Waiver>& waivers) {
    for (std::size_t later = 0; later < waivers.size(); ++later) {
        for (std::size_t first = 0; first < later; ++first) {
            const Waiver& a = waivers[first];
            const Waiver& b = waivers[later];
            if (a.clause != b.clause || a.scenario != b.scenario || a.subject != b.subject || a.platform != b.platform ||
                !share_a_failure(a, b)) {
                continue;
            }
            throw UsageError(fmt::format("{}: lines {} and {} waive the same: {} in {}; take one of them out.", path.string(),
                                         a.line, b.line, a.clause, a.scenario));
        }
    }
}

}  // namespace

std::vector<Waiver> read_waivers(const std::filesystem::path& path) {
    toml::table document;
    try {
        document = toml::parse_file(path.string());
    } catch (const toml::parse_error& error) {
        throw UsageError(fmt::format("{}: the waivers cannot be read: {}.", place(path, error.source()),
                                     error.description()));
    }
    std::vector<Waiver> waivers;
    for (const auto& [key, value] : document) {
        const toml::array* entries = value.as_array();
        if (key.str() != "waiver" || entries == nullptr) {
            throw UsageError(fmt::format("{}: a waiver file holds [[waiver]] tables and nothing else, but here is `{}`.",
                                         place(path, value.source()), key.str()));
        }
        for (const toml::node& entry : *entries) {
            const toml::table* table = entry.as_table();
            if (table == nullptr) throw UsageError(fmt::format("{}: a waiver is a table.", place(path, entry.source())));
            waivers.push_back(read_waiver(path, *table));
        }
    }
    require_no_contradiction(path, waivers);
    return waivers;
}

}  // namespace wbemcheck::runner
