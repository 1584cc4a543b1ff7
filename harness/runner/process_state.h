// What the parent knows of a child: the lines it wrote, the end of its error output, how it ended. The
// platform's reader thread fills it, ChildProcess reads it. Internal to harness/runner/process_*.cpp.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "harness/runner/process.h"

namespace wbemcheck::runner::detail {

class ProcessState {
public:
    // `wake` is called without the lock held when there is room for output again.
    explicit ProcessState(std::function<void()> wake) : wake_(std::move(wake)) {}

    // By the reader thread.
    [[nodiscard]] bool has_room() const;
    void add_output(std::string_view bytes);
    void end_output();
    void add_error_output(std::string_view bytes);
    void end_error_output();
    void set_exit(Exit exit);
    [[nodiscard]] bool has_exited() const;

    // By anybody.
    [[nodiscard]] LineRead read_line(Deadline deadline);
    [[nodiscard]] Exit wait(Deadline deadline);
    [[nodiscard]] std::string error_output() const;

private:
    void split_pending();

    const std::function<void()> wake_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    // All guarded by mutex_.
    std::deque<std::string> lines_;
    std::size_t queued_bytes_ = 0;  // in lines_
    std::string pending_;           // the beginning of a line
    bool output_ended_ = false;
    std::string error_output_;
    bool error_output_ended_ = false;
    std::optional<Exit> exit_;
};

}  // namespace wbemcheck::runner::detail
