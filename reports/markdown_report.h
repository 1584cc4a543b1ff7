// The result as Markdown, for the page that a CI system shows about a job.
#pragma once

#include <cstddef>
#include <string>

#include "reports/result.h"

namespace wbemcheck::reports {

// What GitHub takes as the summary of a step is 1,024 KiB; more than that it refuses as a whole. Below it stays room for
// what other steps of the same kind say.
inline constexpr std::size_t kMarkdownLimit = 1'000'000;

// At most `limit` bytes. What does not fit is left out from the end, finding by finding and row by row, and the document
// says how much that is and where to find it. The verdict and the counts are always there, so `limit` must leave room for
// some kilobytes. Every text that comes from a subject is data: no markup, link or mention of it comes through.
[[nodiscard]] std::string write_markdown(const RunResult& result, bool strict = false,
                                         std::size_t limit = kMarkdownLimit);

}  // namespace wbemcheck::reports
