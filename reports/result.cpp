#include "reports/result.h"

namespace wbemcheck::reports {

const char* name_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kNotReached:
            return "not-reached";
        case Verdict::kNotApplicable:
            return "not-applicable";
        case Verdict::kPass:
            return "pass";
        case Verdict::kObserved:
            return "observed";
        case Verdict::kWaived:
            return "waived";
        case Verdict::kInconclusive:
            return "inconclusive";
        case Verdict::kWarning:
            return "warning";
        case Verdict::kHarnessFault:
            return "harness-fault";
        case Verdict::kViolation:
            return "violation";
    }
    return "";
}

const char* name_of(RunVerdict verdict) noexcept {
    switch (verdict) {
        case RunVerdict::kConforms:
            return "conforms";
        case RunVerdict::kViolates:
            return "violates";
        case RunVerdict::kInconclusive:
            return "inconclusive";
        case RunVerdict::kFault:
            return "fault";
    }
    return "";
}

const char* name_of(StepKind kind) noexcept {
    switch (kind) {
        case StepKind::kCall:
            return "call";
        case StepKind::kReturn:
            return "return";
        case StepKind::kCallback:
            return "callback";
        case StepKind::kCallbackEnd:
            return "callback-end";
        case StepKind::kAddRef:
            return "add-ref";
        case StepKind::kRelease:
            return "release";
        case StepKind::kClientReference:
            return "client-reference";
        case StepKind::kRest:
            return "rest";
        case StepKind::kNote:
            return "note";
        case StepKind::kCut:
            return "cut";
    }
    return "";
}

std::optional<Verdict> find_verdict(std::string_view name) noexcept {
    for (const Verdict verdict : kAllVerdicts) {
        if (name == name_of(verdict)) return verdict;
    }
    return std::nullopt;
}

std::optional<RunVerdict> find_run_verdict(std::string_view name) noexcept {
    for (const RunVerdict verdict : kAllRunVerdicts) {
        if (name == name_of(verdict)) return verdict;
    }
    return std::nullopt;
}

std::optional<StepKind> find_step_kind(std::string_view name) noexcept {
    for (const StepKind kind : kAllStepKinds) {
        if (name == name_of(kind)) return kind;
    }
    return std::nullopt;
}

int severity_of(RunVerdict verdict) noexcept {
    switch (verdict) {
        case RunVerdict::kConforms:
            return 0;
        case RunVerdict::kInconclusive:
            return 1;
        case RunVerdict::kFault:
            return 2;
        case RunVerdict::kViolates:
            return 3;
    }
    return 2;
}

int exit_code_of(RunVerdict verdict, bool strict) noexcept {
    switch (verdict) {
        case RunVerdict::kConforms:
            return 0;
        case RunVerdict::kViolates:
            return 1;
        case RunVerdict::kInconclusive:
            return strict ? 3 : 0;
        case RunVerdict::kFault:
            return 4;
    }
    return 4;
}

int exit_code_of(const RunResult& result, bool strict) noexcept {
    constexpr int kUsage = 2;
    const int code = exit_code_of(result.verdict, strict);
    return code == 0 && !result.stale_waivers.empty() ? kUsage : code;
}

}  // namespace wbemcheck::reports
