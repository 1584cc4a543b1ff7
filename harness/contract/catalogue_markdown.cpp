#include "harness/contract/catalogue_markdown.h"

#include <cctype>
#include <string_view>

#include "harness/contract/catalogue_groups.h"
#include "harness/contract/clause.h"
#include "harness/contract/reading.h"

namespace wbemcheck::contract {
namespace {

constexpr std::string_view kIntroduction =
    R"(# The contract

What the public documents ask of both sides of an asynchronous WMI call: of the service or provider that
implements `IWbemServices`, and of the client and its sink (`IWbemObjectSink`). Every rule is a numbered
clause; `wbemcheck run` judges by these clauses, and `wbemcheck explain REF-3` prints one of them.

This file is generated from the clause catalogue in `harness/contract`. Edit the catalogue, not this file.

## How to read it

**Words.** The *sink* is the response handler that the client passes to an asynchronous method. A call is
*accepted* when the method returned `WBEM_S_NO_ERROR`. A *callback* is a call of `Indicate` or `SetStatus`.
The *final* is the `SetStatus` with `lFlags` equal to `WBEM_STATUS_COMPLETE` (0). An *operation* is
everything that follows from one accepted call. The *baseline* is the sink's reference count before the
call.

**Levels.**

| Level | Meaning | A breach is |
|---|---|---|
| MUST, MUST NOT | the documents demand or forbid it | a violation |
| MUST (wire), MUST NOT (wire) | only MS-WMI, the specification of the remote protocol, does | a violation under `--contract wire`, otherwise a warning |
| SHOULD | recommended | a warning |
| MAY | permitted | not possible; what was seen is recorded |
| INFO | said for information | not possible; what was seen is recorded |
| SILENT | no document decides it | not possible; the reading that the subject follows is recorded |

Where a reading (last section) grades a case, its grading holds. Where the documents give one clause two
levels, as when the sink may do what the service must tolerate, the clause stands here with the level that
can be broken, and the role that owes it comes first.

**Judged.** *At the boundary*: the calls that cross it show a breach. *In part*: they show some breaches;
the clause says which. *Recorded*: what was seen is noted, without verdict. *Untestable*: they show nothing;
the clause says why.

**Preferred codes.** Where no error code is demanded, every failing HRESULT passes, and the one seen is
recorded.

**Sources.**

| Short name | Document |
|---|---|
| BASE | the page "Making an Asynchronous Call with C++" of the WMI documentation |
| W:x.md | any other page x of the WMI documentation |
| SVC-x.md | the reference page of `IWbemServices::x` |
| SINK-x.md | the reference page of `IWbemObjectSink::x` |
| ENUM-x.md | the reference page of `IEnumWbemClassObject::x` |
| CR-x.md | the reference page of `IWbemCallResult::x` |
| PROV-x.md | the reference page of the provider method x |
| nn-, nf-, ne- | other reference pages, by file name |
| MS-WMI n | section n of the open specification [MS-WMI], Windows Management Instrumentation Remote Protocol |
| 1998:x | the preliminary WBEM SDK pages of June 1998 |
| KB n | article n of the Microsoft Knowledge Base |
| mingw, wine | the mingw-w64 headers; Wine's declarations, `wbemprox` and its tests |
| Windows-classic-samples | Microsoft's public sample code |
| COM, COM rules | the rules of COM for identity, reference counts, parameters and errors, in the pages of the Component Object Model documentation that are named |
| wbemcheck | this project |
)";

// Markdown reads some characters as markup. Underscores within a word are safe, those at its edge are not.
std::string escaped(std::string_view text) {
    const auto is_word = [&text](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const bool is_edge = at == 0 || !is_word(at - 1) || !is_word(at + 1);
        if (letter == '*' || letter == '<' || letter == '`' || (letter == '_' && is_edge)) result += '\\';
        result += letter;
    }
    return result;
}

std::string_view judged(Checkability checkability) noexcept {
    switch (checkability) {
        case Checkability::kBoundary:
            return "judged at the boundary";
        case Checkability::kPartly:
            return "judged in part";
        case Checkability::kRecorded:
            return "recorded";
        case Checkability::kUntestable:
            return "untestable";
    }
    return "";
}

void append_paragraph(std::string& out, std::string_view label, std::string_view text) {
    out += '\n';
    if (!label.empty()) {
        out += '*';
        out += label;
        out += ".* ";
    }
    out += escaped(text);
    out += '\n';
}

void append_clause(std::string& out, const Clause& clause) {
    out += "\n### ";
    out += clause.id;
    out += "\n\n**";
    out += name_of(clause.level);
    if (clause.is_wire) out += " (wire)";
    out += "**, owed by: ";
    out += clause.roles;
    out += "; ";
    out += judged(clause.checkability);
    out += ".\n";
    append_paragraph(out, "", clause.requirement);
    append_paragraph(out, "What to check", clause.advice);
    if (!clause.untestable_because.empty())
        append_paragraph(out, "Why untestable", clause.untestable_because);
    append_paragraph(out, "Source", clause.source);
}

void append_reading(std::string& out, const Reading& reading) {
    out += "\n### ";
    // The gaps have the ids of their clauses; a second heading of the same name would be ambiguous.
    if (!reading.id.starts_with("X-")) out += "Reading of ";
    out += reading.id;
    out += '\n';
    append_paragraph(out, "", reading.question);
    out += '\n';
    for (const ReadingChoice& choice : reading.choices) {
        out += "- `";
        out += choice.key;
        out += "`: ";
        out += escaped(choice.sentence);
        out += '\n';
    }
    append_paragraph(out, "Grading", reading.grading.documented);
    if (!reading.grading.wire.empty())
        append_paragraph(out, "Grading under --contract wire", reading.grading.wire);
    append_paragraph(out, "Source", reading.source);
}

void append_contents(std::string& out) {
    out += "\n## The groups\n\n| Group | Subject | Clauses |\n|---|---|---|\n";
    for (const ClauseGroup& group : catalogue_groups()) {
        out += "| ";
        out += group.prefix;
        out += " | ";
        out += group.title;
        out += " | ";
        out += std::to_string(group.clauses().size());
        out += " |\n";
    }
    out += "\nIn all ";
    out += std::to_string(catalogue().size());
    out += " clauses and ";
    out += std::to_string(readings().size());
    out += " readings. Catalogue version ";
    out += catalogue_version();
    out += ".\n";
}

}  // namespace

std::string render_catalogue_markdown() {
    std::string out(kIntroduction);
    append_contents(out);
    for (const ClauseGroup& group : catalogue_groups()) {
        out += "\n## ";
        out += group.prefix;
        out += " - ";
        out += group.title;
        out += '\n';
        append_paragraph(out, "", group.summary);
        for (const Clause& clause : group.clauses()) append_clause(out, clause);
    }
    out += "\n## Readings\n";
    append_paragraph(
        out, "",
        "Where the documents are silent or contradict each other, a subject may follow any of the "
        "readings listed; a result says which one it follows. The grading says what happens to the "
        "rest.");
    for (const Reading& reading : readings()) append_reading(out, reading);
    return out;
}

}  // namespace wbemcheck::contract
