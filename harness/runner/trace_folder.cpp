#include "harness/runner/trace_folder.h"

#include <algorithm>
#include <random>
#include <system_error>

#include <fmt/format.h>

#include "harness/subject/usage_error.h"

namespace wbemcheck::runner {

TraceFolder::TraceFolder(const std::optional<std::filesystem::path>& out) : is_ours_(!out) {
    if (out) {
        path_ = *out / "traces";
    } else {
        std::random_device device;
        path_ = std::filesystem::temp_directory_path() / fmt::format("wbemcheck-{:08x}{:08x}", device(), device());
    }
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error) {
        throw UsageError(fmt::format("The folder for traces, {}, cannot be made: {}; give another one with --out.",
                                     path_.string(), error.message()));
    }
    path_ = std::filesystem::absolute(path_);
}

TraceFolder::~TraceFolder() {
    std::error_code ignored;  // a folder that stays is no reason to fail a run
    if (is_ours_) {
        std::filesystem::remove_all(path_, ignored);
        return;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path_, ignored)) {
        const auto kind = entry.path().extension();
        if (kind == ".json" || kind == ".stacks") std::filesystem::remove(entry.path(), ignored);
    }
}

std::string trace_name(std::string id) {
    std::replace(id.begin(), id.end(), '/', '.');
    return id + ".trace";
}

}  // namespace wbemcheck::runner
