// Walks and explorations as rows of text, the same in every report that people read.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace wbemcheck::reports {

struct ScheduleRow {
    std::string name;  // "ExecQueryAsync/many", or a space without its family
    std::string text;
    Verdict verdict = Verdict::kPass;
};

[[nodiscard]] std::vector<ScheduleRow> walk_rows(const RunResult& result);
[[nodiscard]] std::vector<ScheduleRow> exploration_rows(const RunResult& result);

// All explorations in one sentence: how many schedules, how many orders, whether that is all, how fast.
[[nodiscard]] std::string exploration_sentence(const RunResult& result);

// How long "nothing came" was waited for, where that comes from, and what it is worth.
[[nodiscard]] std::string silence_sentence(const RunResult& result);

}  // namespace wbemcheck::reports
