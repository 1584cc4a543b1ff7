// What a trace says about itself: which scenario it is of, how that was run, how to run it again. One text of any length,
// at the very beginning, so that a trace can be judged by itself and says whose it is even when its writer died.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "harness/trace/recorder.h"

namespace wbemcheck::trace {

// To be called before anything else is recorded. A text longer than what an event carries goes into several.
void record_origin(Recorder& recorder, std::string_view text) noexcept;

// The whole text, or an empty one when the trace does not begin with it. Throws TraceError for a damaged trace.
[[nodiscard]] std::string read_origin(const std::filesystem::path& path);

}  // namespace wbemcheck::trace
