// The form of a subject as a person writes it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <span>
#include <system_error>

#include "harness/com/guid.h"
#include "harness/com/text.h"
#include "harness/subject/subject.h"
#include "harness/subject/usage_error.h"
#include "harness/subject/word_list.h"

namespace wbemcheck::subject {
namespace {

struct NumberRange {
    std::string_view parameter;
    std::uint32_t least;
    std::uint32_t most;
};

constexpr std::array kMockNumbers = {
    NumberRange{"objects", 0, 1'000'000},
    NumberRange{"batch", 1, 100'000},
    NumberRange{"threads", 1, 64},
    NumberRange{"latency", 0, 60'000},
    NumberRange{"work", 0, 1'000'000},
    NumberRange{"noise", 0, 100},
};

constexpr std::array<std::string_view, 4> kKinds = {"mock", "provider", "service", "wmi"};
constexpr std::string_view kExpectedKinds = "mock, wmi:NAMESPACE, service:MODULE or provider:MODULE";
constexpr std::array<std::string_view, 9> kMockParameters = {"batch",   "defect", "latency", "mof", "noise",
                                                             "objects", "query",  "threads", "work"};
constexpr std::array<std::string_view, 7> kProviderParameters = {"class",     "clsid",  "method", "mof",
                                                                 "namespace", "object", "writes"};
constexpr std::array<std::string_view, 4> kServiceParameters = {"clsid", "namespace", "query", "vocabulary"};
constexpr std::array<std::string_view, 1> kWmiParameters = {"query"};

std::span<const std::string_view> parameters_of(std::string_view kind) {
    if (kind == "mock") {
        return kMockParameters;
    }
    if (kind == "provider") {
        return kProviderParameters;
    }
    return kind == "service" ? std::span<const std::string_view>(kServiceParameters) : kWmiParameters;
}

[[noreturn]] void fail(std::string_view subject, std::string_view what) {
    throw UsageError(fmt::format("subject '{}': {}", subject, what));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

int hex_digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    if (character >= 'a' && character <= 'f') {
        return character - 'a' + 10;
    }
    if (character >= 'A' && character <= 'F') {
        return character - 'A' + 10;
    }
    return -1;
}

bool is_utf8(std::string_view text) { return com::to_utf8(com::to_utf16(text)) == text; }

std::string decode(std::string_view subject, std::string_view name, std::string_view value) {
    std::string decoded;
    for (std::size_t index = 0; index < value.size(); ++index) {
        if (value[index] != '%') {
            decoded += value[index];
            continue;
        }
        const int high = index + 2 < value.size() ? hex_digit(value[index + 1]) : -1;
        const int low = index + 2 < value.size() ? hex_digit(value[index + 2]) : -1;
        if (high < 0 || low < 0) {
            fail(subject,
                 fmt::format("'{}' in the value of '{}' is no percent code; write %25 for a percent sign",
                             value.substr(index, 3), name));
        }
        decoded += static_cast<char>(high * 16 + low);
        index += 2;
    }
    if (!is_utf8(decoded) || decoded.find('\0') != std::string::npos) {
        fail(subject, fmt::format("the percent codes in the value of '{}' do not make text in UTF-8", name));
    }
    return decoded;
}

void parse_parameters(SubjectAddress& address, std::string_view parameters,
                      std::span<const std::string_view> known) {
    for (;;) {
        const std::size_t end = parameters.find('&');
        const std::string_view parameter = parameters.substr(0, end);
        const std::size_t equals = parameter.find('=');
        const std::string_view name = parameter.substr(0, equals);
        if (name.empty() || equals == std::string_view::npos) {
            fail(address.text,
                 fmt::format("'{}' is no parameter; expected NAME=VALUE, with & between two of them and %26 "
                             "for an ampersand within a value",
                             parameter));
        }
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            fail(address.text, fmt::format("unknown parameter '{}'{}; {} knows {}", name,
                                           suggest(name, known), address.kind, enumerate(known)));
        }
        if (!address.parameters.emplace(name, decode(address.text, name, parameter.substr(equals + 1)))
                 .second) {
            fail(address.text, fmt::format("parameter '{}' is given twice; give it once", name));
        }
        if (end == std::string_view::npos) {
            return;
        }
        parameters.remove_prefix(end + 1);
    }
}

void check_number(const SubjectAddress& address, const NumberRange& range) {
    const auto given = address.parameters.find(std::string(range.parameter));
    if (given == address.parameters.end()) {
        return;
    }
    const std::string& text = given->second;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < range.least ||
        number > range.most) {
        fail(address.text, fmt::format("{} must be a whole number from {} to {}, not '{}'", range.parameter,
                                       range.least, range.most, text));
    }
}

void check_defects(const SubjectAddress& address) {
    const auto given = address.parameters.find("defect");
    if (given == address.parameters.end()) {
        return;
    }
    std::set<std::string> seen;
    for (const std::string& id : split_list(given->second)) {
        if (is_blank(id)) {
            fail(address.text,
                 "defect has an empty item; expected ids with commas between them, as "
                 "'wbemcheck list defects' prints them");
        }
        if (!seen.insert(id).second) {
            fail(address.text, fmt::format("defect '{}' is given twice; give it once", id));
        }
    }
}

void check_query(const SubjectAddress& address, std::string_view example) {
    const auto query = address.parameters.find("query");
    if (query != address.parameters.end() && is_blank(query->second)) {
        fail(address.text, fmt::format("query is empty; expected WQL, for example query={}", example));
    }
}

void check_mock(const SubjectAddress& address, bool has_target) {
    if (has_target) {
        fail(address.text, "the mock has no name of its own; expected 'mock' or 'mock?objects=5'");
    }
    for (const NumberRange& range : kMockNumbers) {
        check_number(address, range);
    }
    check_defects(address);
    check_query(address, "SELECT * FROM Mock_Item");
    if (address.parameters.contains("noise") && !address.parameters.contains("work")) {
        fail(address.text, "noise without work does nothing, for it is what work varies by; add work=N");
    }
    const auto mof = address.parameters.find("mof");
    if (mof != address.parameters.end() && is_blank(mof->second)) {
        fail(address.text, "mof is empty; expected the path of a MOF file");
    }
}

void check_wmi(const SubjectAddress& address) {
    if (is_blank(address.target)) {
        fail(address.text, "the namespace is missing; expected wmi:NAMESPACE, for example wmi:root\\cimv2");
    }
    check_query(address, "SELECT * FROM Win32_Service");
}

void check_class_id(const SubjectAddress& address) {
    const auto given = address.parameters.find("clsid");
    if (given != address.parameters.end() && !com::parse_guid(given->second)) {
        fail(address.text, fmt::format("clsid must be a class identifier in braces, such as "
                                       "{{4590F811-1D3A-11D0-891F-00AA004B2E24}}, not '{}'",
                                       given->second));
    }
}

void check_service(const SubjectAddress& address) {
    if (is_blank(address.target)) {
        fail(address.text, "the module is missing; expected service:MODULE, a DLL on Windows, a .so elsewhere");
    }
    check_class_id(address);
    const auto name_space = address.parameters.find("namespace");
    if (name_space != address.parameters.end() && is_blank(name_space->second)) {
        fail(address.text, "namespace is empty; expected one that the module serves, for example namespace=root\\cimv2");
    }
    check_query(address, "SELECT * FROM Win32_Service");
}

// Says what is missing where a parameter is given without a value.
void check_filled(const SubjectAddress& address, const char* name, std::string_view expected) {
    const auto given = address.parameters.find(name);
    if (given != address.parameters.end() && is_blank(given->second)) {
        fail(address.text, fmt::format("{} is empty; expected {}", name, expected));
    }
}

void check_provider(const SubjectAddress& address) {
    if (is_blank(address.target)) {
        fail(address.text, "the module is missing; expected provider:MODULE, a DLL on Windows, a .so elsewhere");
    }
    if (!address.parameters.contains("mof")) {
        fail(address.text, "mof is missing; expected mof=FILE, the file with the provider's classes: the namespace that the "
                           "provider is given has no others");
    }
    check_class_id(address);
    check_filled(address, "mof", "the path of a MOF file");
    check_filled(address, "class", "the name of a class that the module provides");
    check_filled(address, "namespace", "the path of the provider's namespace, for example namespace=root\\cimv2");
    check_filled(address, "object", "the path of an existing instance, for example object=My_Disk.Name=%22C:%22");
    check_filled(address, "method", "the name of a method that may be called");
    const auto writes = address.parameters.find("writes");
    if (writes != address.parameters.end() && writes->second != "yes" && writes->second != "no") {
        fail(address.text, fmt::format("writes must be yes or no, not '{}'", writes->second));
    }
}

}  // namespace

SubjectAddress parse_subject(std::string_view text) {
    if (is_blank(text)) {
        throw UsageError(fmt::format("the subject is empty; expected {}", kExpectedKinds));
    }
    if (!is_utf8(text)) {
        throw UsageError(
            fmt::format("subject '{}': the text is not UTF-8", com::to_utf8(com::to_utf16(text))));
    }
    SubjectAddress address;
    address.text = text;
    const std::size_t question = text.find('?');
    const std::string_view place = text.substr(0, question);
    const std::size_t colon = place.find(':');
    address.kind = place.substr(0, colon);
    const bool has_target = colon != std::string_view::npos;
    if (has_target) {
        address.target = place.substr(colon + 1);
    }
    if (std::find(kKinds.begin(), kKinds.end(), address.kind) == kKinds.end()) {
        fail(text, fmt::format("unknown kind '{}'{}; expected {}", address.kind, suggest(address.kind, kKinds),
                               kExpectedKinds));
    }
    if (question != std::string_view::npos) {
        parse_parameters(address, text.substr(question + 1), parameters_of(address.kind));
    }
    if (address.kind == "mock") {
        check_mock(address, has_target);
    } else if (address.kind == "provider") {
        check_provider(address);
    } else if (address.kind == "service") {
        check_service(address);
    } else {
        check_wmi(address);
    }
    return address;
}

}  // namespace wbemcheck::subject
