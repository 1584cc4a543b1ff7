#include "reports/console_colours.h"

namespace wbemcheck::reports {

fmt::text_style style_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::kViolation:
        case Verdict::kHarnessFault:
            return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red);
        case Verdict::kWarning:
        case Verdict::kInconclusive:
            return fmt::fg(fmt::terminal_color::yellow);
        case Verdict::kPass:
            return fmt::fg(fmt::terminal_color::green);
        case Verdict::kObserved:
            return fmt::fg(fmt::terminal_color::cyan);
        case Verdict::kNotReached:
        case Verdict::kNotApplicable:
        case Verdict::kWaived:
            break;
    }
    return fmt::emphasis::faint;
}

fmt::text_style style_of(RunVerdict verdict) {
    switch (verdict) {
        case RunVerdict::kConforms:
            return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::green);
        case RunVerdict::kInconclusive:
            return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::yellow);
        case RunVerdict::kViolates:
        case RunVerdict::kFault:
            break;
    }
    return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red);
}

}  // namespace wbemcheck::reports
