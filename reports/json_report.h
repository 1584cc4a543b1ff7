// The result document: the single source of truth about a run. Its keys are fixed (result.schema.json), and
// whatever was written is read back as the same result.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace wbemcheck::reports {

// Why a text is no result document that can be relied on. what() is one clear sentence.
class ResultDocumentError : public std::runtime_error {
public:
    enum class Kind {
        kNotJson,
        kWrongSchema,         // JSON, but something else than a result of wbemcheck
        kUnsupportedVersion,  // a result of another schema version
        kCut,                 // the end is missing
        kDamaged,             // complete, but a field is missing, of the wrong type, or contradicts another
    };

    ResultDocumentError(Kind kind, const std::string& sentence) : std::runtime_error(sentence), kind_(kind) {}

    [[nodiscard]] Kind kind() const noexcept { return kind_; }

private:
    Kind kind_;
};

// The document for `result`. Invalid UTF-8 is replaced by U+FFFD and numbers that JSON cannot carry by 0;
// nothing that a subject puts into a text makes this fail. Throws DuplicateScenario.
[[nodiscard]] std::string write_json(const RunResult& result);

// One finding by itself, with what the run says about the subject and about how it was run.
[[nodiscard]] std::string write_finding_json(const RunResult& result, const Finding& finding);

// The result in `document`. Throws ResultDocumentError. Keys that it does not know are passed over, so that a
// later release may add some without a new schema version.
[[nodiscard]] RunResult read_json(std::string_view document);

}  // namespace wbemcheck::reports
