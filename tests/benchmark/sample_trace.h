// A trace as a run writes it: queries against the mock, several at a time, through the recording proxy and recording sinks.
#pragma once

#include <cstdint>
#include <filesystem>

namespace wbemcheck::benchmarks {

struct TraceSize {
    std::uint64_t events = 0;      // about; a little more
    std::uint64_t operations = 0;  // which deliver them
};

// Throws std::runtime_error when the mock does not answer, trace::TraceError when the file cannot be written.
void write_sample_trace(const std::filesystem::path& path, const TraceSize& size);

}  // namespace wbemcheck::benchmarks
