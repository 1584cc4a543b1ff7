// Where the traces of a run go.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace wbemcheck::runner {

// The folder that the person named, or one of our own that goes away with the run. Throws UsageError when it cannot be
// made.
class TraceFolder {
public:
    explicit TraceFolder(const std::optional<std::filesystem::path>& out);
    ~TraceFolder();
    TraceFolder(const TraceFolder&) = delete;
    TraceFolder& operator=(const TraceFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    const bool is_ours_;
    std::filesystem::path path_;
};

// "cancel/ExecQueryAsync/twice@2" as a file name. Ids hold no other characters that a file system minds.
[[nodiscard]] std::string trace_name(std::string id);

}  // namespace wbemcheck::runner
